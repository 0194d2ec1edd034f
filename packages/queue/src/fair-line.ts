import type { ProviderId } from '@nextpanel/core';
import { Job, type MinimalQueue } from 'bullmq';
import type { Redis } from 'ioredis';
import { drawQueueName } from './jobs.ts';
import { loadScripts } from './load-scripts.ts';

/** Whose story it is, and how it stands among the others of its tenant. */
export interface StoryOwner {
  readonly tenant: string;
  /** The tenant's share; 1 is usual. */
  readonly weight: number;
  /** −10 … 10. */
  readonly priority: number;
}

export type OwnerOf = (story: string) => Promise<StoryOwner>;

/** Where a story stands: how many start before it, and how many wait in all. */
export interface PlaceInLine {
  /** 1: it is next. */
  readonly place: number;
  readonly waiting: number;
}

export interface Entered {
  /** Priority of its job. */
  readonly priority: number;
  /** Where it stands once the job is added; null: that is to be looked up. */
  readonly place: PlaceInLine | null;
}

/** The line of one provider's queue; `fair/lib.lua` says who is next. Jobs are moved by BullMQ's own commands. */
export interface FairLine {
  /** The story is ready; answers with the priority of its job. */
  arrive(story: string): Promise<number>;
  /**
   * The same for a story that is to be given a job. null: it has one, and keeps its place.
   *
   * @param owner where it is known; otherwise it is looked up
   */
  enter(story: string, owner?: StoryOwner): Promise<Entered | null>;
  /** A worker took its job. `later`: others come first, the job goes back with this priority. */
  look(
    story: string,
  ): Promise<{ readonly kind: 'go'; readonly tag: number } | { readonly kind: 'later'; readonly priority: number }>;
  /** Its turn begins. */
  begin(story: string): Promise<void>;
  /** It rests for its own reasons, or is done. */
  leave(story: string): Promise<void>;
  /** Its priority was changed. */
  reorder(story: string): Promise<void>;
  /** Counts priorities from the present tag on when they have grown too high; call it every few seconds. Answers with how many jobs moved. */
  moveBase(): Promise<number>;
  /** null: it has a turn now, or waits for a later time. */
  placeOf(story: string): Promise<PlaceInLine | null>;
  /** The same for many; those without a place are missing. */
  placesOf(stories: readonly string[]): Promise<ReadonlyMap<string, PlaceInLine>>;
}

export const fairKey = (root: string, provider: ProviderId): string => `${root}:fair:${provider}`;

/** Everything belongs to one tenant. */
export const oneOwner: OwnerOf = async () => ({ tenant: 'default', weight: 1, priority: 0 });

export interface FairLineOptions {
  readonly redis: Redis;
  readonly root: string;
  readonly provider: ProviderId;
  /** The queue with the provider's jobs, or a worker of it. */
  readonly queue: MinimalQueue;
  readonly ownerOf: OwnerOf;
}

export function openFairLine({ redis, root, provider, queue, ownerOf }: FairLineOptions): FairLine {
  const runScript = loadScripts(redis, 'fair');
  const key = fairKey(root, provider);
  const toKey = (type: string) => `${root}:${drawQueueName(provider)}:${type}`;
  const run = (name: string, args: readonly (string | number)[], keys: readonly string[] = []) =>
    runScript(name, [key, ...keys], args) as Promise<string[]>;
  const argsOf = async (story: string, owner?: StoryOwner) => {
    const { tenant, weight, priority } = owner ?? (await ownerOf(story));
    return [story, tenant, weight, priority];
  };
  /** A job that is gone meanwhile needs no priority. */
  const move = async (moved: readonly string[]) => {
    for (let at = 0; at + 1 < moved.length; at += 2) {
      const job = await Job.fromId(queue, moved[at] as string);
      await job?.changePriority({ priority: Number(moved[at + 1]) }).catch(() => undefined);
    }
  };
  const placesOf = async (stories: readonly string[]): Promise<ReadonlyMap<string, PlaceInLine>> => {
    if (stories.length === 0) return new Map();
    const sets = await redis.hmget(`${key}:parked`, ...stories);
    const reads = redis.pipeline().llen(toKey('wait')).zcard(toKey('prioritized'));
    for (const [index, story] of stories.entries()) {
      const set = sets[index];
      reads.zrank(toKey('prioritized'), story);
      // One that is not parked has no set: the line itself stands in for it, and is not looked at.
      reads.zrank(set ?? toKey('prioritized'), story).zcard(set ?? toKey('prioritized'));
    }
    const answers = ((await reads.exec()) ?? []).map(([error, answer]) => {
      if (error) throw error;
      return answer as number | null;
    });
    const [before = 0, waiting = 0, ...ranks] = answers;
    return new Map(
      stories.flatMap((story, index) => {
        const [rank = null, parked = null, others = null] = ranks.slice(3 * index, 3 * index + 3);
        if (sets[index] && parked !== null) return [[story, { place: parked + 1, waiting: others ?? 0 }] as const];
        if (rank === null) return [];
        return [[story, { place: rank + 1 + (before ?? 0), waiting: (waiting ?? 0) + (before ?? 0) }] as const];
      }),
    );
  };
  return {
    async arrive(story) {
      const [number, , ...other] = await run('arrive', await argsOf(story));
      await move(other);
      return Number(number);
    },
    async enter(story, owner) {
      const keys = [toKey(story), toKey('prioritized'), toKey('wait')];
      const [number, place, waiting, ...other] = await run('enter', await argsOf(story, owner), keys);
      if (number === undefined) return null;
      await move(other);
      return {
        priority: Number(number),
        place: other.length > 0 ? null : { place: Number(place), waiting: Number(waiting) },
      };
    },
    async look(story) {
      const [kind, first, , ...other] = await run('look', await argsOf(story), [toKey('prioritized'), toKey('wait')]);
      if (kind === 'go') return { kind, tag: Number(first) };
      await move(other);
      return { kind: 'later', priority: Number(first) };
    },
    async begin(story) {
      await run('begin', [story]);
    },
    async leave(story) {
      await run('leave', [story]);
    },
    async reorder(story) {
      await move(await run('reorder', [story, (await ownerOf(story)).priority]));
    },
    async moveBase() {
      const moved = await run('move-base', []);
      await move(moved);
      return moved.length / 2;
    },
    placeOf: async (story) => (await placesOf([story])).get(story) ?? null,
    placesOf,
  };
}
