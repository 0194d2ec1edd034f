import { isDrawingStatus, type RequestState } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { AskedRedraw } from '../state/claimed-batch.ts';
import { parsePictures, type StoredPictures } from '../state/stored-pictures.ts';
import { readFolded } from '../state/unfold-kept.ts';
import { valuesOf } from '../values-of.ts';
import { type ChangedStory, idsIn } from './changed-story.ts';

/** A panel of a batch that a change touches; frames and marks as stored. */
export interface TouchedPanel {
  readonly id: string;
  selected: string | null;
  kept: string | null;
  /** A redraw that was asked for and is not drawn yet. */
  asked: AskedRedraw | null;
  stays: boolean;
  readonly takes: number;
  /** How many redraws were ever asked for. */
  readonly redraws: number;
  readonly artRevision: number;
  /** Kept frames of further takes, by target. */
  readonly further: ReadonlyMap<string, string>;
}

/** A batch that a change touches, in a copy that the change may alter. */
export interface TouchedBatch {
  readonly id: string;
  /** Place in the chain, from 1; the cover comes after its last batch; 0 for plates. */
  readonly place: number;
  status: string;
  cascade: boolean;
  readonly pinned: boolean;
  /** Every field of the batch by its name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly panels: readonly TouchedPanel[];
  readonly requests: readonly {
    readonly id: string;
    readonly state: RequestState;
    readonly panels: readonly string[];
  }[];
  /** What frames of the story name, such as the frames they were drawn from. */
  readonly pictures: StoredPictures;
  /** Whether a worker is drawing it. */
  readonly inWork: boolean;
  /** What a worker may change about it, in the words of `describe` in apply-edit.lua. */
  readonly seen: string;
}

const names = [
  'status',
  'panels',
  'attempts',
  'requests',
  'reference',
  'tries',
  'strikes',
  'keptAtStart',
  'pinned',
  'anchor',
  'from',
  'cascade',
] as const;

/** Reads batches of the chain with their panels and requests, in three round trips however many they are. */
export async function readTouched(
  redis: Redis,
  keys: Keyspace,
  story: ChangedStory,
  batches: readonly string[],
): Promise<TouchedBatch[]> {
  const part = (name: Parameters<Keyspace['storyPart']>[1]) => keys.storyPart(story.id, name);
  const known = [...story.plates, ...story.chain, ...story.cover];
  const links = batches.flatMap((id) => known.find((link) => link.id === id) ?? []);
  if (links.length === 0) return [];
  const reads = redis.pipeline();
  for (const { id, panels } of links) {
    reads.hmget(part('batches'), ...names.map((name) => `${id}.${name}`));
    for (const name of ['selected', 'kept', 'redraws', 'stays', 'art'] as const) reads.hmget(part(name), ...panels);
    reads.hmget(part('takes'), ...panels.flatMap((panel) => [`${panel}.count`, `${panel}.redraws`]));
  }
  const answers = valuesOf(await reads.exec()) as (string | null)[][];
  const rows = links.map((link, index) => {
    const [values = [], selected = [], kept = [], redraws = [], stays = [], art = [], takes = []] = answers.slice(
      7 * index,
      7 * index + 7,
    );
    const fields = Object.fromEntries(names.flatMap((name, at) => (values[at] ? [[name, values[at]]] : [])));
    return { link, fields, selected, kept, redraws, stays, art, takes };
  });
  const more = redis.pipeline();
  for (const { link, fields, redraws } of rows) {
    const ids = idsIn(fields.requests);
    more.hmget(part('requests'), 'none', ...ids.flatMap((id) => [`${id}.state`, `${id}.intent`, `${id}.kept`]));
    more.hmget(part('kept'), '', ...link.panels.flatMap((panel, at) => furtherTargets(panel, redraws[at])));
  }
  more.hgetall(part('pictures'));
  const rest = valuesOf(await more.exec()) as (string | null)[][];
  const pictures = parsePictures(rest.at(-1) as unknown as Record<string, string>);
  return rows.map(({ link, fields, selected, kept, redraws, stays, art, takes }, index): TouchedBatch => {
    const [, ...requestFields] = rest[2 * index] ?? [];
    const [, ...furtherFrames] = rest[2 * index + 1] ?? [];
    const targets = link.panels.flatMap((panel, at) => furtherTargets(panel, redraws[at]));
    const frames = new Map(targets.map((target, at) => [target, furtherFrames[at]] as const));
    const requests = idsIn(fields.requests).flatMap((id, at) => {
      const [plain, intent, kept] = requestFields.slice(3 * at, 3 * at + 3);
      const state = plain ?? (kept ? 'kept' : null);
      if (!state) return [];
      const { panels } = kept
        ? readFolded(kept).intent
        : intent
          ? (JSON.parse(intent) as { panels: string[] })
          : { panels: [] };
      return [{ id, state: state as RequestState, panels }];
    });
    const panels = link.panels.map(
      (id, at): TouchedPanel => ({
        id,
        selected: selected[at] ?? null,
        kept: kept[at] ?? null,
        asked: readAsked(redraws[at]),
        stays: Boolean(stays[at]),
        // Its only one stands in `selected` alone.
        takes: Number(takes[2 * at] ?? (selected[at] ? 1 : 0)),
        redraws: Number(takes[2 * at + 1] ?? 0),
        artRevision: Number(art[at] ?? 0),
        further: new Map(
          furtherTargets(id, redraws[at]).flatMap((target) => {
            const frame = frames.get(target);
            return frame ? [[target, frame] as const] : [];
          }),
        ),
      }),
    );
    const inWork = fields.status === 'drawing' && story.locked;
    return {
      id: link.id,
      place: [...story.chain, ...story.cover].indexOf(link) + 1,
      status: fields.status ?? '',
      cascade: fields.cascade === '1',
      pinned: fields.pinned !== undefined,
      fields,
      panels,
      requests,
      pictures,
      inWork,
      seen: describeBatch(story, { fields, panels, requests, inWork }),
    };
  });
}

const readAsked = (redraw: string | null | undefined): TouchedPanel['asked'] =>
  redraw ? (JSON.parse(redraw) as AskedRedraw) : null;

const furtherTargets = (panel: string, redraw: string | null | undefined): string[] =>
  Array.from({ length: Math.max(0, (readAsked(redraw)?.count ?? 1) - 1) }, (_, index) => `${panel}+${index + 1}`);

/** Whether what is at the vendor is collected for its panels: a story that rests may be changed before. */
export const willCollect = ({ status }: Pick<ChangedStory, 'status'>): boolean => isDrawingStatus(status);

function describeBatch(
  story: ChangedStory,
  { fields, panels, requests, inWork }: Pick<TouchedBatch, 'fields' | 'panels' | 'requests' | 'inWork'>,
): string {
  const count = (frame: 'kept' | 'selected') => panels.filter((panel) => panel[frame] !== null).length;
  const ordered = requests.filter(({ state }) => state === 'ordered').length;
  const collects = ordered > 0 && willCollect(story);
  return [
    fields.status ?? '',
    fields.attempts ?? '0',
    count('kept'),
    count('selected'),
    ordered,
    inWork ? 1 : 0,
    collects ? 1 : 0,
  ].join(' ');
}
