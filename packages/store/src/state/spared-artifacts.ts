import type { StoryStatus } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { hashesIn } from '../hashes-in.ts';
import type { Keyspace, StoryPart } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { valuesOf } from '../values-of.ts';
import { storyHashes } from './all-stories.ts';
import type { StoredFrame } from './stored.ts';

/** A take that is not selected, as stored. */
interface SpareTake {
  readonly panel: string;
  readonly number: number;
  readonly json: string;
  readonly frame: StoredFrame;
}

/** What a story that is over can do without. */
export interface SpareArtifacts {
  /** Bound books, and sheets of other pages than the story's: made again, for free, when they are asked for. */
  readonly made: readonly string[];
  /** Pictures of takes that are not selected, those included that were marked as removed before. */
  readonly takes: readonly string[];
}

/** What may go to make room, and what must not. */
export interface SparedArtifacts {
  /**
   * For each story when it was last changed, if it is over, and null otherwise; with the hashes that must stay: all it names, or, once it is
   * over, what it shows: its cast, selected frames and sheets.
   */
  needs(stories: readonly string[]): Promise<{ readonly overSince: number | null; readonly keeps: Set<string> }[]>;
  read(story: string): Promise<SpareArtifacts>;
  /** Marks its takes that are not selected as removed; answers with the hashes of all that are. */
  markTakes(story: string): Promise<string[]>;
}

/** What a story shows when it is over; books and other pages are made from it. */
const shown = [
  'batches',
  'kept',
  'selected',
  'redraws',
  'orders',
  'sheets',
  'editionSheets',
] as const satisfies readonly StoryPart[];

const isOver = (status: string | null | undefined): boolean =>
  (['completed', 'cancelled'] satisfies StoryStatus[] as readonly (string | null | undefined)[]).includes(status);

export function sparedArtifacts(redis: Redis, run: RunTransition, keys: Keyspace): SparedArtifacts {
  const readTakes = async (story: string): Promise<{ readonly spare: SpareTake[]; readonly removed: SpareTake[] }> => {
    const reads = redis
      .pipeline()
      .hgetall(keys.storyPart(story, 'takes'))
      .hgetall(keys.storyPart(story, 'selected'))
      .hget(keys.story(story), 'status');
    const [takes, selected, status] = valuesOf(await reads.exec()) as [
      Record<string, string>,
      Record<string, string>,
      string | null,
    ];
    if (!isOver(status)) return { spare: [], removed: [] };
    const isShown = new Set(Object.values(selected).flatMap(hashesIn));
    const spare = Object.entries(takes).flatMap(([field, json]): SpareTake[] => {
      const [, panel, number] = /^(.*)\.(\d+)$/.exec(field) ?? [];
      if (panel === undefined) return [];
      const frame = JSON.parse(json) as StoredFrame;
      return isShown.has(frame.sha256) ? [] : [{ panel, number: Number(number), json, frame }];
    });
    return { spare: spare.filter(({ frame }) => !frame.removed), removed: spare.filter(({ frame }) => frame.removed) };
  };
  return {
    async needs(stories) {
      const reads = redis.pipeline();
      for (const story of stories) reads.hmget(keys.story(story), 'status', 'updated');
      const heads = valuesOf(await reads.exec()) as (string | null)[][];
      const over = heads.map(([status]) => isOver(status));
      const [all, some] = await Promise.all([
        storyHashes(
          redis,
          keys,
          stories.filter((_, index) => !over[index]),
        ),
        storyHashes(
          redis,
          keys,
          stories.filter((_, index) => over[index]),
          shown,
        ),
      ]);
      return heads.map(([, updated], index) => {
        const keeps = (over[index] ? some : all).shift() ?? new Set<string>();
        return { overSince: over[index] ? Number(updated) : null, keeps };
      });
    },
    async read(story) {
      const [books] = await storyHashes(redis, keys, [story], ['books', 'editionBooks', 'otherSheets'], false);
      const { spare, removed } = await readTakes(story);
      return { made: [...(books ?? [])], takes: [...spare, ...removed].map(({ frame }) => frame.sha256) };
    },
    async markTakes(story) {
      const { spare, removed } = await readTakes(story);
      const args = spare.flatMap(({ panel, number, json, frame }) => [
        panel,
        number,
        json,
        JSON.stringify({ ...frame, removed: true }),
      ]);
      const [kind, ...marked] =
        spare.length === 0 ? ['spared'] : ((await run('spare-takes', [keys.story(story)], args)) as string[]);
      if (kind !== 'spared') return [];
      const fields = new Set(marked);
      const now = spare.filter(({ panel, number }) => fields.has(`${panel}.${number}`));
      return [...removed, ...now].flatMap(({ frame }) => [
        frame.sha256,
        ...(frame.retouch?.drawn === undefined ? [] : [frame.retouch.drawn]),
      ]);
    },
  };
}
