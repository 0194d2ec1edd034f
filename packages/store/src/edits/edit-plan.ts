import type { EventType } from '@nextpanel/core';
import type { StoryPart } from '../keyspace.ts';
import { type ChainLink, type ChangedStory, idsIn, numberOf } from './changed-story.ts';
import type { TouchedBatch, TouchedPanel } from './touched-batch.ts';

type Part = StoryPart | 'story';

/** What a user's change writes, and what it was computed from. `apply-edit.lua` applies it, or refuses all of it. */
export interface EditPlan {
  readonly rev: string;
  /** Batches the change depends on, as they were read. */
  readonly batches: { readonly id: string; readonly seen: string }[];
  /** Panels whose takes are numbered by the change, with how many they have. */
  readonly takeCounts: Record<string, number>;
  /** Takes that are selected, `panel.number`, as they were read: one may be removed to make room at any time. */
  readonly chosen: Record<string, string>;
  readonly set: Partial<Record<Part, Record<string, string | number>>>;
  readonly del: Partial<Record<Part, string[]>>;
  readonly lists: { order?: readonly string[]; chain?: readonly string[] };
  /** Frames that become takes of panels, in order; one that is a take already stays that one. */
  readonly takes: (readonly [panel: string, frame: string])[];
  /** Batches whose intended requests are forgotten. */
  readonly forget: string[];
  /** Panels whose sheets are made again; the books with them. */
  readonly sheets: string[];
  /** Pages that show other panels than before. */
  readonly pages: number[];
  everySheet: boolean;
  books: boolean;
  /** Editions whose books are bound again, with the pages that are composed again; `every`: all of them. */
  readonly editions: { readonly language: string; readonly pages: readonly number[]; readonly every: boolean }[];
  readonly events: (readonly [type: string, data: string])[];
  /** The panel whose failure the change answers; '' for none. */
  answered: string;
  /** Refused while any batch is being drawn or at the vendor. */
  idle: boolean;
  /** The story leaves its provider. */
  leaves: boolean;
  /** Allowed for a cancelled story. */
  cancelled: boolean;
  /** The caller's answer, also when the script is repeated. */
  answer: string;
}

export function beginEdit(story: ChangedStory, batches: readonly TouchedBatch[] = []): EditPlan {
  return {
    rev: String(story.rev),
    batches: batches.map(({ id, seen }) => ({ id, seen })),
    takeCounts: {},
    chosen: {},
    set: {},
    del: {},
    lists: {},
    takes: [],
    forget: [],
    sheets: [],
    pages: [],
    everySheet: false,
    books: false,
    editions: [],
    events: [],
    answered: '',
    idle: false,
    leaves: false,
    cancelled: false,
    answer: '',
  };
}

/** The chain as a plan leaves it. */
export function chainAfter(story: ChangedStory, { lists, set }: EditPlan): ChainLink[] {
  const before = new Map(story.chain.map((link) => [link.id, link.panels]));
  return (lists.chain ?? story.chain.map(({ id }) => id)).map((id) => {
    const panels = set.batches?.[`${id}.panels`];
    return { id, panels: panels === undefined ? (before.get(id) ?? []) : idsIn(String(panels)) };
  });
}

/** A copy of what was read, for a change to alter. */
export const copyBatch = (batch: TouchedBatch): TouchedBatch => ({
  ...batch,
  panels: batch.panels.map((panel) => ({ ...panel })),
});

export function put(plan: EditPlan, part: Part, field: string, value: string | number): void {
  plan.set[part] = { ...plan.set[part], [field]: value };
}

export function drop(plan: EditPlan, part: Part, ...fields: readonly string[]): void {
  for (const field of fields) delete plan.set[part]?.[field];
  plan.del[part] = [...(plan.del[part] ?? []), ...fields];
}

/** What sheets and books show changes: those being made from what was read before are refused. */
export const showOther = (plan: EditPlan, { edits }: ChangedStory): void => put(plan, 'story', 'edits', edits + 1);

/** What a panel asks for changes: orders of the revision before are collected as takes only. */
export const raiseArt = (plan: EditPlan, { id, artRevision }: TouchedPanel): void =>
  put(plan, 'art', id, artRevision + 1);

/** Kept frames of further takes become takes: they are paid. */
export function keepFurther(plan: EditPlan, { id, further }: TouchedPanel): void {
  for (const [target, frame] of further) {
    plan.takes.push([id, frame]);
    drop(plan, 'kept', target);
  }
}

/** A drawn batch waits again, and its panels keep the frames they have; `panel` is to be drawn again, and its kept frame becomes a take. */
export function reopen(plan: EditPlan, batch: TouchedBatch, panel?: TouchedPanel): void {
  if (batch.status === 'drawn') {
    batch.status = 'waiting';
    put(plan, 'batches', `${batch.id}.status`, 'waiting');
    drop(plan, 'batches', `${batch.id}.tries`, `${batch.id}.strikes`);
    tell(plan, 'batch.reopened', batchRef(batch));
    for (const it of batch.panels) {
      if (it.kept !== null || it.selected === null) continue;
      it.kept = it.selected;
      put(plan, 'kept', it.id, it.selected);
    }
  }
  if (!panel) return;
  panel.stays = false;
  drop(plan, 'stays', panel.id);
  if (panel.kept === null) return;
  plan.takes.push([panel.id, panel.kept]);
  panel.kept = null;
  drop(plan, 'kept', panel.id);
}

export function cascade(plan: EditPlan, batch: TouchedBatch): void {
  batch.cascade = true;
  put(plan, 'batches', `${batch.id}.cascade`, '1');
}

/** An event about a batch: its place now, and its id. */
export const batchRef = ({ place, id }: Pick<TouchedBatch, 'place' | 'id'>) => ({ batch: place, batchId: id });

/** An event about a panel: its number now, and its id. */
export const panelRef = (story: Pick<ChangedStory, 'order'>, panel: string) => ({
  panel: numberOf(story, panel),
  panelId: panel,
});

export const tell = (plan: EditPlan, type: EventType, data: Readonly<Record<string, unknown>>): void => {
  plan.events.push([type, JSON.stringify(data)]);
};
