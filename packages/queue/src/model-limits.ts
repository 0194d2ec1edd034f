import type { ModelLimit, ProviderId } from '@nextpanel/core';
import { type QueueConnection, redisOf } from './connect.ts';
import { limitKeys, loadLimitScripts } from './limits/load-limit-scripts.ts';
import { waitForGrants } from './limits/wait-for-grants.ts';
import { defaultLockMs } from './worker-options.ts';

/**
 * How long a permit lives without renewal, in milliseconds: twice the turn's lock. A dead turn is noticed within 1.4 locks
 * (`worker-options.ts`), so the next turn takes its permits over before others get them.
 */
const leaseMs = 2 * defaultLockMs;

/** Longest wait of a request for its images, in milliseconds; if it would be longer, the turn ends and comes back. */
const longestWaitMs = 30_000;

/** How long a limit is shown after its last use, in milliseconds. */
const latelyMs = 3_600_000;

/** `parked`: the story is woken when a permit is granted. `waitMs`: 0 if only permits are missing, otherwise how long images must wait. */
export type Entry = { readonly kind: 'entered' } | { readonly kind: 'parked'; readonly waitMs: number };

/** `taken`: order after the wait. `line`: wait until granted, then call again. `full`: nothing was taken, come back later. */
export interface Room {
  readonly kind: 'taken' | 'line' | 'full';
  readonly waitMs: number;
}

/** One request of a turn: its id is unique within its story. */
export interface Ask {
  readonly id: string;
  readonly images: number;
}

/** How much of a model's limit is used. */
export interface LimitLevel extends ModelLimit {
  /** Requests in progress. */
  readonly underWay: number;
  /** Turns and requests that wait for a permit. */
  readonly waiting: number;
  /** Share of a minute's images that is taken, 0–1. */
  readonly usedShare: number;
  /** Remaining pause in which nothing may be ordered, in milliseconds. */
  readonly blockedMs: number;
}

/**
 * The limits of models, shared by all processes: concurrent requests and images per minute. `limits/lib.lua` says which
 * request gets a permit next. All times are Redis' own.
 */
export interface ModelLimits extends AsyncDisposable {
  /** Asks for the permit that a turn needs before it is claimed. Asking again keeps the place. */
  enter(limit: ModelLimit, story: string): Promise<Entry>;
  /** Whether a parked turn has been granted its permit. */
  isGranted(limit: ModelLimit, story: string): Promise<boolean>;
  /** Returns the turn's permit, unless one of its requests took it over. */
  leave(limit: ModelLimit, story: string): Promise<void>;
  /** Takes permits, and space for their images, for requests of a claimed turn. Returns the results by id. */
  take(limit: ModelLimit, story: string, asks: readonly Ask[]): Promise<ReadonlyMap<string, Room>>;
  /** Resolves when a request in line may have been granted its permit; rejects when the signal aborts. */
  untilGranted(limit: ModelLimit, story: string, id: string, signal: AbortSignal): Promise<void>;
  /** These requests are at the vendor already: they get permits, even above the limit. */
  hold(limit: ModelLimit, story: string, ids: readonly string[]): Promise<void>;
  /** These requests are finished, or no longer wait. */
  free(limit: ModelLimit, story: string, ids: readonly string[]): Promise<void>;
  /** Extends the turn's permits and places in line; call it whenever the lock is renewed. */
  renew(
    limit: ModelLimit,
    story: string,
    turn: { readonly held: readonly string[]; readonly waiting: readonly string[] },
  ): Promise<void>;
  /** The vendor asked for a pause: no process orders from this model for that long. */
  block(limit: ModelLimit, ms: number): Promise<void>;
  /** Grants the permits of dead processes, and wakes granted turns again; call it every few seconds. */
  sweep(): Promise<void>;
  /** The limits used within the last hour, by provider and model. */
  levels(): Promise<LimitLevel[]>;
}

export interface ModelLimitsOptions {
  readonly connection: QueueConnection;
  /** Hash-tagged prefix. */
  readonly root: string;
  /** Wakes the job of a story whose turn was granted a permit. */
  readonly wake: (provider: ProviderId, story: string) => Promise<void>;
  /** See `leaseMs` and `longestWaitMs` above; for tests. */
  readonly leaseMs?: number;
  readonly longestWaitMs?: number;
}

export function openModelLimits(options: ModelLimitsOptions): ModelLimits {
  const { root, wake } = options;
  const redis = redisOf(options.connection);
  const index = `${root}:limits`;
  const channel = `${root}:limits:granted`;
  const runScript = loadLimitScripts(redis);
  const grants = waitForGrants(redis, channel);
  const bounds = [options.leaseMs ?? leaseMs, options.longestWaitMs ?? longestWaitMs] as const;

  const run = async <Answer>(name: string, limit: ModelLimit, args: readonly (string | number)[]): Promise<Answer> => {
    const { concurrency, imagesPerMinute } = limit;
    const head = [nameOf(limit), concurrency ?? 0, imagesPerMinute ?? 0, ...bounds, channel];
    return (await runScript(name, [...limitKeys(root, nameOf(limit)), index], [...head, ...args])) as Answer;
  };
  /** A turn that is not woken here is found by the next sweep. */
  const wakeAll = ({ provider }: ModelLimit, stories: readonly string[]) => {
    for (const story of stories) wake(provider, story).catch(() => undefined);
  };
  const isHeld = async (limit: ModelLimit, permit: string): Promise<boolean> => {
    const [held] = limitKeys(root, nameOf(limit));
    return (await redis.zscore(held, permit)) !== null;
  };
  const readIndex = async (): Promise<{ readonly limit: ModelLimit; readonly usedAt: string }[]> =>
    Object.entries(await redis.hgetall(index)).map(([name, use]) => readUse(name, use));

  return {
    async enter(limit, story) {
      const [kind, woken, waitMs = 0] = await run<[Entry['kind'], string[], number?]>('enter-turn', limit, [story]);
      wakeAll(limit, woken);
      return kind === 'entered' ? { kind } : { kind: 'parked', waitMs };
    },
    isGranted: (limit, story) => isHeld(limit, `turn:${story}`),
    async leave(limit, story) {
      wakeAll(limit, await run('leave-turn', limit, [story]));
    },
    async take(limit, story, asks) {
      const args = asks.flatMap(({ id, images }) => [permitOf(story, id), images]);
      const [woken, ...rooms] = await run<[string[], ...unknown[]]>('take-permits', limit, [story, ...args]);
      wakeAll(limit, woken);
      return new Map(
        asks.map(({ id }, i): [string, Room] => [
          id,
          { kind: rooms[2 * i] as Room['kind'], waitMs: rooms[2 * i + 1] as number },
        ]),
      );
    },
    async untilGranted(limit, story, id, signal) {
      const permit = permitOf(story, id);
      const granted = grants.wait(permit, signal);
      // It may have been granted before this process subscribed. If this fails, the next renewal reports the grant.
      const missed = grants.listen().then(() => isHeld(limit, permit));
      missed.then(
        (held) => held && grants.tell(permit),
        () => undefined,
      );
      await granted;
    },
    async hold(limit, story, ids) {
      if (isUnlimited(limit)) return;
      wakeAll(limit, await run('hold-permits', limit, [story, ...ids.map((id) => permitOf(story, id))]));
    },
    async free(limit, story, ids) {
      if (isUnlimited(limit)) return;
      wakeAll(
        limit,
        await run(
          'free-permits',
          limit,
          ids.map((id) => permitOf(story, id)),
        ),
      );
    },
    async renew(limit, story, { held, waiting }) {
      if (isUnlimited(limit)) return;
      const permits = [...held, ...waiting].map((id) => permitOf(story, id));
      const args = [story, held.length, ...permits];
      const [woken, ...granted] = await run<[string[], ...string[]]>('renew-permits', limit, args);
      wakeAll(limit, woken);
      for (const permit of granted) grants.tell(permit);
    },
    async block(limit, ms) {
      await run('block-model', limit, [Math.ceil(ms)]);
    },
    async sweep() {
      for (const { limit } of await readIndex()) wakeAll(limit, await run('sweep-permits', limit, []));
    },
    async levels() {
      const levels = (await readIndex()).map(async ({ limit, usedAt }): Promise<LimitLevel[]> => {
        const level = await run<[number, number, number, number] | []>('read-limit', limit, [usedAt, latelyMs]);
        if (level.length === 0) return [];
        const [emptyMs, blockedMs, underWay, waiting] = level;
        return [{ ...limit, underWay, waiting, usedShare: Math.min(emptyMs / 60_000, 1), blockedMs }];
      });
      return (await Promise.all(levels)).flat().sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    },
    async [Symbol.asyncDispose]() {
      grants.close();
    },
  };
}

const nameOf = ({ provider, model }: Pick<ModelLimit, 'provider' | 'model'>): string => `${provider}:${model}`;

const permitOf = (story: string, id: string): string => `request:${story}:${id}`;

/** A model without a limit: no permits are counted, but its bucket may be blocked. */
const isUnlimited = ({ concurrency }: ModelLimit): boolean => concurrency === null;

/** An entry of the index; see `limits/lib.lua`. */
function readUse(name: string, use: string): { readonly limit: ModelLimit; readonly usedAt: string } {
  const colon = name.indexOf(':');
  const [usedAt = '0', concurrency, imagesPerMinute] = use.split(' ');
  return {
    usedAt,
    limit: {
      provider: name.slice(0, colon) as ProviderId,
      model: name.slice(colon + 1),
      concurrency: Number(concurrency) || null,
      imagesPerMinute: Number(imagesPerMinute) || null,
    },
  };
}
