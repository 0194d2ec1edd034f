import type { ModelLimit, ProviderId } from '@nextpanel/core';
import { type QueueConnection, redisOf } from './connect.ts';
import { fairKey } from './fair-line.ts';
import { nameOf, readUse } from './limits/limit-index.ts';
import { alertKey, limitKeys, parkedKey, permitsKey } from './limits/limit-keys.ts';
import type { Ask, Entry, LimitLevel, ModelLimits, Refused, Room } from './limits/limit-types.ts';
import { waitForGrants } from './limits/wait-for-grants.ts';
import { loadScripts } from './load-scripts.ts';
import { defaultLockMs } from './worker-options.ts';

/** How long a permit lives without renewal, in milliseconds: as long as the turn's lock, with which it is renewed. */
const leaseMs = defaultLockMs;

/** Longest wait of a request for its images, in milliseconds; if it would be longer, the turn ends and comes back. */
const longestWaitMs = 30_000;

/** How long a limit is shown after its last use, in milliseconds. */
const latelyMs = 3_600_000;

/**
 * Pauses after refusals that do not say for how long, in milliseconds; each is twice the one before. Ten seconds is the longest
 * period by which a vendor is known to count besides a minute; after five minutes of refusals something else is wrong.
 */
const defaultPauses = { firstMs: 10_000, longestMs: 300_000 } as const;

/** An alert about refusals is repeated after a day, in milliseconds. */
const alertMs = 86_400_000;

/** Longest text of a vendor that is stored. */
const longestWords = 300;

export interface ModelLimitsOptions {
  readonly connection: QueueConnection;
  /** Hash-tagged prefix. */
  readonly root: string;
  /** Wakes the job of a story whose turn was granted a permit. */
  readonly wake: (provider: ProviderId, story: string) => Promise<unknown>;
  /** See `leaseMs`, `longestWaitMs` and `defaultPauses` above; for tests. */
  readonly leaseMs?: number;
  readonly longestWaitMs?: number;
  readonly pauses?: { readonly firstMs: number; readonly longestMs: number };
  /** Length of the minute in which images are counted, in milliseconds; shorter in tests. */
  readonly minuteMs?: number;
}

export function openModelLimits(options: ModelLimitsOptions): ModelLimits {
  const { root, wake, pauses = defaultPauses } = options;
  const redis = redisOf(options.connection);
  const index = `${root}:limits`;
  const channel = `${root}:limits:granted`;
  const runScript = loadScripts(redis, 'limits');
  const grants = waitForGrants(redis, channel);
  const tail = [
    options.leaseMs ?? leaseMs,
    options.longestWaitMs ?? longestWaitMs,
    channel,
    options.minuteMs ?? 60_000,
  ] as const;

  const run = async <Answer>(name: string, limit: ModelLimit, args: readonly (string | number)[]): Promise<Answer> => {
    const { concurrency, imagesPerMinute } = limit;
    const head = [nameOf(limit), concurrency ?? 0, imagesPerMinute ?? 0, ...tail];
    return (await runScript(name, [...limitKeys(root, nameOf(limit)), index], [...head, ...args])) as Answer;
  };
  /** A turn that is not woken here is found by the next sweep. */
  const wakeAll = ({ provider }: ModelLimit, stories: readonly string[]) => {
    for (const story of stories) wake(provider, story).catch(() => undefined);
  };
  const hasPermit = async (limit: ModelLimit, permit: string): Promise<boolean> =>
    (await redis.zscore(permitsKey(root, nameOf(limit)), permit)) !== null;
  const readIndex = async (): Promise<{ readonly limit: ModelLimit; readonly usedAt: string }[]> =>
    Object.entries(await redis.hgetall(index)).map(([name, use]) => readUse(name, use));

  return {
    async enter(limit, story, tag = null) {
      const answer = await run<readonly unknown[]>('enter-turn', limit, [story, tag ?? '']);
      const [kind, woken, why, waitMs, words] = answer as EnterAnswer;
      wakeAll(limit, woken);
      // A change of its priority finds it there.
      if (kind === 'parked')
        await redis.hset(`${fairKey(root, limit.provider)}:parked`, story, parkedKey(root, nameOf(limit)));
      return kind === 'entered' ? { kind } : { kind, why, waitMs, words: words || null };
    },
    isGranted: (limit, story) => hasPermit(limit, `turn:${story}`),
    async leave(limit, story) {
      wakeAll(limit, await run('leave-turn', limit, [story]));
    },
    async take(limit, story, asks) {
      const args = asks.flatMap(({ id, images }) => [permitOf(story, id), images]);
      const [woken, round, words, ...rooms] = await run<[string[], number, string, ...unknown[]]>(
        'take-permits',
        limit,
        [story, ...args],
      );
      wakeAll(limit, woken);
      const roomAt = (i: number): Room => ({
        kind: rooms[2 * i] as Room['kind'],
        waitMs: rooms[2 * i + 1] as number,
        round,
        words,
      });
      return new Map(asks.map(({ id }: Ask, i) => [id, roomAt(i)]));
    },
    async untilGranted(limit, story, id, signal) {
      const permit = permitOf(story, id);
      const granted = grants.wait(permit, signal);
      // It may have been granted before this process subscribed. If this fails, the next renewal reports the grant.
      const missed = grants.listen().then(() => hasPermit(limit, permit));
      missed.then(
        (granted) => granted && grants.tell(permit),
        () => undefined,
      );
      await granted;
    },
    async admit(limit, story, ids) {
      wakeAll(limit, await run('admit-permits', limit, [story, ...ids.map((id) => permitOf(story, id))]));
    },
    async free(limit, story, ids) {
      const permits = ids.map((id) => permitOf(story, id));
      wakeAll(limit, await run('free-permits', limit, permits));
    },
    async renew(limit, story, { permitted, waiting }) {
      const permits = [...permitted, ...waiting].map((id) => permitOf(story, id));
      const args = [story, permitted.length, ...permits];
      const [woken, ...granted] = await run<[string[], ...string[]]>('renew-permits', limit, args);
      wakeAll(limit, woken);
      for (const permit of granted) grants.tell(permit);
    },
    async refused(limit, story, { id, round, retryAfterMs, words }: Refused) {
      const [woken, pauseMs] = await run<[string[], number]>('refuse-request', limit, [
        permitOf(story, id),
        round ?? -1,
        retryAfterMs === undefined ? -1 : Math.ceil(retryAfterMs),
        words.slice(0, longestWords),
        pauses.firstMs,
        pauses.longestMs,
        Math.random(),
      ]);
      wakeAll(limit, woken);
      return pauseMs;
    },
    async passed(limit, story, id) {
      wakeAll(limit, await run('pass-request', limit, [permitOf(story, id)]));
      await redis.del(alertKey(root, limit.provider));
    },
    async alert(provider) {
      return (await redis.set(alertKey(root, provider), '1', 'PX', alertMs, 'NX')) === 'OK';
    },
    async sweep() {
      for (const { limit } of await readIndex()) wakeAll(limit, await run('sweep-permits', limit, []));
    },
    async levels() {
      const levels = (await readIndex()).map(async ({ limit, usedAt }): Promise<LimitLevel[]> => {
        const level = await run<LevelAnswer | []>('read-limit', limit, [usedAt, latelyMs]);
        if (level.length === 0) return [];
        const [emptyMs, blockedMs, underWay, waiting, rate, since, words] = level;
        const refusing = since === '' ? null : { since: Number(since), words };
        const learned = rate === '' ? null : Number(rate);
        const usedShare = Math.min(emptyMs / (options.minuteMs ?? 60_000), 1);
        return [{ ...limit, underWay, waiting, usedShare, blockedMs, learnedPerMinute: learned, refusing }];
      });
      return (await Promise.all(levels)).flat().sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    },
    async [Symbol.asyncDispose]() {
      grants.close();
    },
  };
}

type EnterAnswer = readonly [
  kind: Entry['kind'],
  woken: string[],
  why: 'refused' | 'images' | 'permits',
  waitMs: number,
  words: string,
];

type LevelAnswer = readonly [
  emptyMs: number,
  blockedMs: number,
  underWay: number,
  waiting: number,
  learnedRate: string,
  refusedSince: string,
  words: string,
];

const permitOf = (story: string, id: string): string => `request:${story}:${id}`;
