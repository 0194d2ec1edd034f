import type { PanelSpec } from '@nextpanel/core';
import type { AskedRetouch, StoredFrame, StoredSpec } from '../state/stored.ts';
import { cascadeFrom } from './cascade-from.ts';
import { type ChangedStory, numberOf } from './changed-story.ts';
import {
  batchRef,
  beginEdit,
  cascade,
  copyBatch,
  drop,
  type EditPlan,
  keepFurther,
  panelRef,
  put,
  raiseArt,
  reopen,
  showOther,
  tell,
} from './edit-plan.ts';
import { isDrawn, isInHand } from './edit-rules.ts';
import { type BookPages, layOutAgain } from './lay-out-again.ts';
import type { TouchedBatch, TouchedPanel } from './touched-batch.ts';

/** Whether later frames that were drawn from one that changes are drawn again. */
export type Cascade = 'keep' | 'redraw';

/** What an edit makes of a panel. */
export interface PanelChange {
  readonly spec: PanelSpec;
  /** Whether the picture changes, and not only the words set on it. */
  readonly art: boolean;
  readonly cascade: Cascade;
  /** The story's own part, where its warnings change with the panel. */
  readonly story?: StoredSpec | null;
}

export type Refused = { readonly kind: 'drawing' };
const drawing: Refused = { kind: 'drawing' };

const panelOf = (batch: TouchedBatch, id: string): TouchedPanel => {
  const panel = batch.panels.find((it) => it.id === id);
  if (!panel) throw new Error(`panel ${id} is not in batch ${batch.id}`);
  return panel;
};

/**
 * A panel asks for another picture: a drawn one is drawn again, and its batch waits. Otherwise only its words change.
 *
 * @param book where it asks for other room on its page
 */
export function planPanelEdit(
  story: ChangedStory,
  read: TouchedBatch,
  id: string,
  { spec, art, cascade: follow, story: head = null }: PanelChange,
  book: BookPages | null = null,
): EditPlan | Refused {
  const batch = copyBatch(read);
  const panel = panelOf(batch, id);
  if (art && isInHand(batch)) return drawing;
  const plan = beginEdit(story, art ? [batch] : []);
  put(plan, 'panels', id, JSON.stringify(spec));
  if (head !== null) put(plan, 'story', 'spec', JSON.stringify(head));
  showOther(plan, story);
  tell(plan, 'panel.edited', { ...panelRef(story, id), art });
  if (book) {
    const specs = new Map([...book.specs, [id, spec] as const]);
    layOutAgain(plan, story, { ...book, specs }, story.order, story.order.indexOf(id));
    plan.books = true;
    if (art) plan.sheets.push(id);
  }
  if (!art) {
    plan.sheets.push(id);
    return plan;
  }
  raiseArt(plan, panel);
  keepFurther(plan, panel);
  if (panel.selected !== null) put(plan, 'redraws', id, JSON.stringify({ redraw: 0, count: 1 }));
  reopen(plan, batch, panel);
  if (follow === 'redraw') cascade(plan, batch);
  plan.answered = id;
  return plan;
}

export interface RetakeOptions {
  readonly count: number;
  readonly cascade: Cascade;
  /** Only this is changed in the selected frame. */
  readonly retouch?: AskedRetouch;
}

/**
 * Drawn panels are drawn again, or retouched, `count` times each; the takes there are stay.
 *
 * @param read the batches they are in
 */
export function planRetake(
  story: ChangedStory,
  read: readonly TouchedBatch[],
  ids: readonly string[],
  { count, cascade: follow, retouch }: RetakeOptions,
):
  | EditPlan
  | Refused
  | { readonly kind: 'not_drawn' | 'waits'; readonly panel: string }
  | { readonly kind: 'changed' } {
  const batches = read.map(copyBatch);
  for (const { batch, panel } of ids.map((id) => find(batches, id))) {
    if (!isDrawn(panel)) return { kind: 'not_drawn', panel: panel.id };
    if (isInHand(batch)) return drawing;
    // A retouch and a retake of the same panel are two things: one comes after the other.
    if (panel.asked && (retouch || panel.asked.retouch)) return { kind: 'waits', panel: panel.id };
    if (retouch && shaOf(panel.selected) !== retouch.base.sha256) return { kind: 'changed' };
  }
  const plan = beginEdit(story, batches);
  const instruction = retouch && { instruction: retouch.instruction };
  for (const batch of batches) {
    const panelIds = ids.filter((id) => batch.panels.some((panel) => panel.id === id));
    const panels = panelIds.map((id) => numberOf(story, id));
    tell(plan, 'panels.retaken', { ...batchRef(batch), panels, panelIds, count, ...instruction });
    for (const id of panelIds) askAgain(plan, batch, panelOf(batch, id), { count, ...(retouch && { retouch }) });
    if (follow === 'redraw') cascade(plan, batch);
  }
  if (ids.length === 1) plan.answered = ids[0] as string;
  return plan;
}

function askAgain(
  plan: EditPlan,
  batch: TouchedBatch,
  panel: TouchedPanel,
  { count, retouch }: Pick<RetakeOptions, 'count' | 'retouch'>,
): void {
  const redraws = panel.redraws + count;
  // One that waits to be drawn again already is drawn that much more often.
  const asked = panel.asked ?? { redraw: redraws - count + 1, count: 0 };
  if (panel.asked === null) raiseArt(plan, panel);
  put(plan, 'takes', `${panel.id}.redraws`, redraws);
  const redraw = { redraw: asked.redraw, count: asked.count + count, ...(retouch && { retouch }) };
  put(plan, 'redraws', panel.id, JSON.stringify(redraw));
  reopen(plan, batch, panel);
}

const shaOf = (frame: string | null): string | null =>
  frame === null ? null : (JSON.parse(frame) as { readonly sha256: string }).sha256;

export interface Choice {
  readonly panel: string;
  /** All takes of the panel, the first one first, as stored. */
  readonly takes: readonly string[];
  readonly cascade: Cascade;
}

/**
 * A frame made elsewhere becomes a take. If selected, the chain continues from it, and a panel without a frame is not drawn.
 *
 * @param batches the panel's batch, and with a cascade also the others of the chain and the cover
 */
export function planNewTake(
  story: ChangedStory,
  batches: readonly TouchedBatch[],
  { panel: id, takes, cascade: follow }: Choice,
  frame: string,
  select: 'auto' | 'yes' | 'no',
): EditPlan | Refused {
  const draft = batches.map(copyBatch);
  const { batch, panel } = find(draft, id);
  const chosen = select === 'yes' || (select === 'auto' && !isDrawn(panel));
  if (chosen && isInHand(batch)) return drawing;
  const plan = beginEdit(story, chosen ? draft : []);
  const known = takes.indexOf(frame);
  const take = (known < 0 ? takes.length : known) + 1;
  plan.takeCounts[id] = takes.length;
  plan.takes.push([id, frame]);
  plan.answer = String(take);
  if (chosen) choose(plan, story, draft, { panel: id, take, frame, cascade: follow });
  else tell(plan, 'take.added', { ...panelRef(story, id), take, source: 'uploaded' });
  return plan;
}

/** Another take of a panel counts from now on. */
export function planSelection(
  story: ChangedStory,
  batches: readonly TouchedBatch[],
  { panel: id, takes, cascade: follow }: Choice,
  take: number,
):
  | EditPlan
  | Refused
  | { readonly kind: 'unchanged' | 'changed' }
  | { readonly kind: 'no_take'; readonly takes: number } {
  const draft = batches.map(copyBatch);
  const { batch, panel } = find(draft, id);
  const frame = takes[take - 1];
  if (frame === undefined) return { kind: 'no_take', takes: takes.length };
  // Its picture made room for others since the caller looked, who looks again and says so.
  if ((JSON.parse(frame) as StoredFrame).removed) return { kind: 'changed' };
  // In a cascade it would be drawn again: to choose it once more means that it stays.
  const stays = !isInCascade(batch) || panel.stays;
  if (panel.selected === frame && panel.asked === null && stays && follow === 'keep') return { kind: 'unchanged' };
  if (isInHand(batch)) return drawing;
  const plan = beginEdit(story, draft);
  plan.chosen[`${id}.${take}`] = frame;
  choose(plan, story, draft, { panel: id, take, frame, cascade: follow });
  return plan;
}

const find = (batches: readonly TouchedBatch[], id: string) => {
  const batch = batches.find(({ panels }) => panels.some((panel) => panel.id === id));
  if (!batch) throw new Error(`panel ${id} is in none of the batches that were read`);
  return { batch, panel: panelOf(batch, id) };
};

const isInCascade = ({ status, cascade: follows }: TouchedBatch): boolean => status !== 'drawn' && follows;

function choose(
  plan: EditPlan,
  story: ChangedStory,
  batches: readonly TouchedBatch[],
  { panel: id, take, frame, cascade: follow }: Chosen,
): void {
  const { batch, panel } = find(batches, id);
  raiseArt(plan, panel);
  keepFurther(plan, panel);
  // What was drawn meanwhile is paid, and can be chosen later.
  if (panel.kept !== null) plan.takes.push([id, panel.kept]);
  put(plan, 'takes', `${id}.selected`, take);
  put(plan, 'selected', id, frame);
  panel.selected = frame;
  drop(plan, 'redraws', id);
  if (batch.status !== 'drawn') {
    panel.kept = frame;
    put(plan, 'kept', id, frame);
  }
  plan.sheets.push(id);
  const { sha256, width, height } = JSON.parse(frame) as StoredFrame;
  tell(plan, 'take.selected', { ...panelRef(story, id), take, frame: { sha256, width, height } });
  if (follow === 'redraw') cascadeFrom(plan, story, batches, batch.place);
  if (isInCascade(batch)) put(plan, 'stays', id, '1');
  plan.answered = id;
}

interface Chosen {
  readonly panel: string;
  readonly take: number;
  readonly frame: string;
  readonly cascade: Cascade;
}
