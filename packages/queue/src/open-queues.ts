import { type ProviderId, providerIds } from '@nextpanel/core';
import { type Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { alarmClock } from './alarm-clock.ts';
import { type QueueConnection, redisOf } from './connect.ts';
import { type FairLine, type OwnerOf, oneOwner, openFairLine, type PlaceInLine, type StoryOwner } from './fair-line.ts';
import {
  type ComposeJob,
  type DrawJob,
  drawJobId,
  drawQueueName,
  finalizeJobId,
  finalizeQueueName,
  jobDefaults,
  type SweepJob,
  sweepOnce,
  withVersion,
} from './jobs.ts';

/** How many jobs of a queue are in each state. */
export interface QueueDepth {
  readonly name: string;
  /** The provider whose stories it contains; null for sheets and books. */
  readonly provider: ProviderId | null;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  /** The next job, and since when it has been waiting at most (ms since the epoch). Some jobs belong to no story. */
  readonly first: { readonly story: string | null; readonly since: number } | null;
}

/** A BullMQ queue, for bull-board only: its methods are private to this package. */
export interface BoardQueue {
  readonly name: string;
}

export interface Queues extends AsyncDisposable {
  /**
   * Makes sure the story has a job. Answers with where it stands in line, if that is known without looking.
   *
   * @param options.now also wakes one that waits for a later time
   * @param options.owner whose story it is, where that is known
   */
  ensureDraw(
    provider: ProviderId,
    job: DrawJob,
    options?: { readonly now?: boolean; readonly owner?: StoryOwner },
  ): Promise<PlaceInLine | null>;
  /** Key of the lock that the turn drawing the story has. */
  lockKey(provider: ProviderId, story: string): string;
  ensureFinalize(jobs: readonly ComposeJob[]): Promise<void>;
  /** Makes sure that artifacts are swept soon; call it after something was deleted. */
  ensureSweep(): Promise<void>;
  /** Of these draw jobs, those that are missing from their queue. */
  missingDraws(provider: ProviderId, stories: readonly string[]): Promise<string[]>;
  /** The line of a provider's stories: whose turn is next. */
  line(provider: ProviderId): FairLine;
  /** Where a story stands in the line of its provider; null: it has a turn now, or waits for a later time. */
  placeOf(provider: ProviderId, story: string): Promise<PlaceInLine | null>;
  /** The same for many stories of one provider; those without a place are missing. */
  placesOf(provider: ProviderId, stories: readonly string[]): Promise<ReadonlyMap<string, PlaceInLine>>;
  depths(): Promise<QueueDepth[]>;
  /** Wakes those of these stories whose jobs wait for a later time; answers with how many. */
  wakeDraws(provider: ProviderId, stories: readonly string[]): Promise<number>;
  /** Stories whose jobs are delayed for longer than any is without a time of its own: another clock set their alarm. */
  farDraws(provider: ProviderId): Promise<string[]>;
  /** Wakes sheets and books that are delayed for longer than any of them ever is: another clock set their alarm. */
  wakeFinalize(): Promise<number>;
  /** The BullMQ queues themselves, for bull-board. */
  readonly board: readonly BoardQueue[];
}

export interface QueueOptions {
  /** Connection for queue commands. The caller closes it. */
  readonly connection: QueueConnection;
  /** Hash-tagged prefix, shared with the store. */
  readonly root: string;
  /** Providers this process can draw with, whose queues are shown. */
  readonly providers: readonly ProviderId[];
  /** Whose story it is; default: all of one tenant. */
  readonly ownerOf?: OwnerOf;
}

export function openQueues({ connection: own, root, providers, ownerOf = oneOwner }: QueueOptions): Queues {
  const connection = redisOf(own);
  const open = (name: string) => {
    const queue = new Queue(name, { connection, prefix: root, defaultJobOptions: jobDefaults });
    queue.on('error', () => undefined);
    return queue;
  };
  // A story of a provider that is no longer configured waits in its queue, so every provider has one.
  const draws = new Map(providerIds.map((provider) => [provider, open(drawQueueName(provider))]));
  const finalize = open(finalizeQueueName);
  const drawQueue = (provider: ProviderId): Queue => draws.get(provider) as Queue;
  const lines = new Map(
    providerIds.map((provider) => [
      provider,
      openFairLine({ redis: connection, root, provider, queue: drawQueue(provider), ownerOf }),
    ]),
  );
  const lineOf = (provider: ProviderId): FairLine => lines.get(provider) as FairLine;
  const shown = [
    ...providers.map((provider) => ({ provider, queue: drawQueue(provider) })),
    { provider: null, queue: finalize },
  ];
  return {
    board: shown.map(({ queue }) => queue),
    async ensureDraw(provider, data, { now = false, owner } = {}) {
      const queue = drawQueue(provider);
      // One that is there keeps its place. Between this and the next line another process may add it: then the place is that job's.
      const entered = await lineOf(provider).enter(data.story, owner);
      if (entered) await queue.add('draw', withVersion(data), { jobId: drawJobId(data), priority: entered.priority });
      if (now) await wake(queue, drawJobId(data));
      return entered?.place ?? null;
    },
    line: lineOf,
    placeOf: (provider, story) => lineOf(provider).placeOf(story),
    placesOf: (provider, stories) => lineOf(provider).placesOf(stories),
    lockKey: (provider, story) => `${drawQueue(provider).toKey(drawJobId({ story }))}:lock`,
    async ensureFinalize(jobs) {
      if (jobs.length === 0) return;
      await finalize.addBulk(
        jobs.map((data) => ({
          name: data.kind,
          data: withVersion(data),
          opts: { jobId: finalizeJobId(data), attempts: 5, backoff: { type: 'exponential', delay: 1_000 } },
        })),
      );
    },
    async ensureSweep() {
      const sweep: SweepJob = { kind: 'sweep' };
      await finalize.add(sweep.kind, withVersion(sweep), { deduplication: sweepOnce });
    },
    async missingDraws(provider, stories) {
      const queue = drawQueue(provider);
      const reads = connection.pipeline();
      for (const story of stories) reads.exists(queue.toKey(drawJobId({ story })));
      const answers = (await reads.exec()) ?? [];
      return stories.filter((_, index) => answers[index]?.[1] === 0);
    },
    depths: () =>
      Promise.all(
        shown.map(async ({ provider, queue }) => {
          const counts = queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed');
          const [{ waiting = 0, prioritized = 0, active = 0, delayed = 0 }, first] = await Promise.all([
            counts,
            firstOf(queue, connection),
          ]);
          return { name: queue.name, provider, waiting: waiting + prioritized, active, delayed, first };
        }),
      ),
    async wakeDraws(provider, stories) {
      const queue = drawQueue(provider);
      const reads = connection.pipeline();
      for (const story of stories) reads.zscore(queue.toKey('delayed'), drawJobId({ story }));
      const answers = (await reads.exec()) ?? [];
      const late = stories.filter((_, index) => answers[index]?.[1] != null);
      for (const story of late) await wake(queue, drawJobId({ story }));
      return late.length;
    },
    async farDraws(provider) {
      const tooLate = (alarmClock() + longestDrawAlarmMs) * scoresPerMs;
      return connection.zrange(drawQueue(provider).toKey('delayed'), tooLate, '+inf', 'BYSCORE');
    },
    async wakeFinalize() {
      const tooLate = (alarmClock() + longestAlarmMs) * scoresPerMs;
      const ids = await connection.zrange(finalize.toKey('delayed'), tooLate, '+inf', 'BYSCORE');
      for (const id of ids) await wake(finalize, id);
      return ids.length;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...draws.values(), finalize].map((queue) => queue.close()));
    },
  };
}

/** BullMQ stores the due time of a delayed job in the upper bits of its score, and the order within a millisecond in the lower 12. */
const scoresPerMs = 4_096;
const dueOf = (score: string): number => Math.floor(Number(score) / scoresPerMs);

/** Sheets and books are never put off for longer: five attempts 1–8 s apart, and 30 s while the disk is full. */
const longestAlarmMs = 60_000;

/** A turn that waits for a permit comes back after five minutes, one whose provider is not set up here after ten. */
const longestDrawAlarmMs = 900_000;

/** A job that is not delayed, or already gone, needs no waking. */
async function wake(queue: Queue, id: string): Promise<void> {
  const job = await queue.getJob(id);
  await job?.promote().catch(() => undefined);
}

/** A job that is due counts as waiting even if no worker has moved it to the line yet (there may be none). */
async function firstOf(queue: Queue, connection: Redis): Promise<QueueDepth['first']> {
  const [unplaced, [inLine], [delayedId, score]] = await Promise.all([
    connection.lindex(queue.toKey('wait'), -1),
    connection.zrange(queue.toKey('prioritized'), '0', '0'),
    connection.zrange(queue.toKey('delayed'), '0', '0', 'WITHSCORES'),
  ]);
  const next = unplaced ?? inLine ?? null;
  const now = alarmClock();
  const due = score !== undefined && dueOf(score) <= now ? dueOf(score) : null;
  const id = next ?? (due === null ? undefined : delayedId);
  const job = id === undefined ? undefined : ((await queue.getJob(id)) as Job<{ story?: string }> | undefined);
  if (!job) return null;
  // A job that has had a turn before has not waited since it was added.
  const since = next === null && due !== null ? due : Math.max(job.timestamp, job.processedOn ?? 0);
  return { story: job.data.story ?? null, since };
}
