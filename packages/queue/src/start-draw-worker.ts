import type { JobLock, ProviderId } from '@nextpanel/core';
import { DelayedError, type Job, type Worker } from 'bullmq';
import { alarmIn } from './alarm-clock.ts';
import { type QueueConnection, redisOf } from './connect.ts';
import type { FairLine } from './fair-line.ts';
import { type DrawJob, drawQueueName, isNewerJob, newerJobMs } from './jobs.ts';
import { keepWorker, type Rebuilt } from './keep-worker.ts';
import { renewLock } from './renew-lock.ts';
import type { SharedConcurrency } from './shared-concurrency.ts';
import type { Watch } from './watch-turns.ts';
import { defaultLockMs, workerOptions } from './worker-options.ts';

/** One turn of a story, with its lock. */
export interface QueueTurn {
  readonly story: string;
  /** The provider in whose queue the job was. */
  readonly provider: ProviderId;
  readonly lock: JobLock;
  /** Its place in the line of all tenants; null without one. The lower, the sooner. */
  readonly tag: number | null;
  /** Call it when the turn has what it needs, and begins: others are next now. */
  readonly begin: () => Promise<void>;
  /** Aborts when the turn must end now: the lock is lost, or the process is forced to stop. */
  readonly signal: AbortSignal;
  /** Aborts when the story is cancelled: order nothing more, cancel at the vendor what can be cancelled, keep the rest. */
  readonly cancelled: AbortSignal;
  /** Aborts when the process is about to stop: order nothing more, and leave what another process can collect. */
  readonly draining: AbortSignal;
  /** Registers a function that is called after every renewal of the lock; its errors are ignored. */
  readonly onRenewal: (renew: () => Promise<void>) => void;
}

/**
 * `yield`: there is more to draw, come back after the delay. `done`: nothing to draw now; the job is removed. `park`: the turn
 * could not start; the job waits until it is woken, or for at most `delayMs`. `isGranted` is called once the job waits, since a
 * job that is still ours cannot be woken.
 */
export type TurnOutcome =
  | { readonly kind: 'yield'; readonly delayMs: number }
  | { readonly kind: 'park'; readonly delayMs: number; readonly isGranted: () => Promise<boolean> }
  | { readonly kind: 'done' };

export interface DrawWorkerOptions {
  readonly connection: QueueConnection;
  readonly root: string;
  readonly provider: ProviderId;
  /** Stories this process draws at once, shared by the workers of all its providers. */
  readonly concurrency: SharedConcurrency;
  readonly seat: string | undefined;
  /** The line of the provider's stories; without one they take turns in the order in which they became ready. */
  readonly line?: FairLine;
  /** How long a lock lives without renewal, in milliseconds. Default 5,000. */
  readonly lockMs?: number;
  /** Must not throw: failures are outcomes. */
  readonly draw: (queueTurn: QueueTurn) => Promise<TurnOutcome>;
  /** Called when the job is released but before the turn ends; for fault tests. */
  readonly onYielded?: () => void;
  /** Called after a story's job was removed, so that work added to the story in the meantime gets a new one. */
  readonly onDone: (story: string) => Promise<void>;
  /** Called when a worker that took no jobs was replaced. */
  readonly onRebuilt: (rebuilt: Rebuilt) => void;
  readonly onError: (error: Error) => void;
  /** When a worker counts as deaf; set by tests. */
  readonly watch?: Watch;
}

export interface RunningWorker {
  /** Takes no more jobs and waits for the turns in progress; `abort` aborts them. */
  close(options: { abort: boolean }): Promise<void>;
  /** The stories that have a turn in this process. */
  stories(): string[];
  /** Signals the turn of this story, if it is in this process, that the story was cancelled. */
  cancelStory(story: string): void;
}

/** Gives a story that had a turn its next place in line. If that fails, it keeps its priority, and looks for a place when it is taken. */
async function arriveAgain(line: FairLine, job: Job<DrawJob>): Promise<void> {
  const priority = await line.arrive(job.data.story).catch(() => null);
  if (priority !== null) await job.changePriority({ priority });
}

/** Starts drawing the stories of one provider's queue, one batch per turn. */
export async function startDrawWorker(options: DrawWorkerOptions): Promise<RunningWorker> {
  const { root, provider, line, draw, onDone, onError, lockMs = defaultLockMs } = options;
  const connection = redisOf(options.connection);
  const turns = new Map<string, { readonly now: AbortController; readonly cancelled: AbortController }>();
  const draining = new AbortController();

  const turn = async (job: Job<DrawJob>, token: string, taker: Worker<DrawJob>): Promise<void> => {
    if (isNewerJob(job.data)) {
      await job.moveToDelayed(alarmIn(newerJobMs), token);
      throw new DelayedError();
    }
    const { story } = job.data;
    // Without an answer it is taken: what it writes is guarded anyway.
    const look = await line?.look(story).catch(() => undefined);
    if (look?.kind === 'later') {
      await job.changePriority({ priority: look.priority });
      await job.moveToDelayed(alarmIn(0), token);
      throw new DelayedError();
    }
    const aborts = { now: new AbortController(), cancelled: new AbortController() };
    turns.set(story, aborts);
    const lock = { redis: connection, worker: taker, jobId: String(job.id), token, lockMs };
    const renewed: (() => Promise<void>)[] = [];
    const renewal = renewLock(lock, {
      onRenewed: async () => void (await Promise.allSettled(renewed.map((renew) => renew()))),
      onLost: () => aborts.now.abort(new Error('the lock was lost')),
    });
    let outcome: TurnOutcome;
    try {
      outcome = await draw({
        story,
        provider,
        tag: look?.tag ?? null,
        begin: async () => line?.begin(story),
        lock: { lockKey: `${taker.toKey(String(job.id))}:lock`, token },
        signal: aborts.now.signal,
        cancelled: aborts.cancelled.signal,
        draining: draining.signal,
        onRenewal: (renew) => renewed.push(renew),
      });
    } finally {
      // Before the job is released: a late renewal would extend the lock of the next turn.
      await renewal.stop();
      if (turns.get(story) === aborts) turns.delete(story);
    }
    if (outcome.kind === 'done') {
      await line?.leave(story).catch(() => undefined);
      return;
    }
    // One that rests for its own reasons gets a place when it is back; one that waits for a permit keeps the place it has.
    if (outcome.kind === 'yield' && outcome.delayMs > 0) await line?.leave(story).catch(() => undefined);
    else if (outcome.kind === 'yield' && line) await arriveAgain(line, job);
    await job.moveToDelayed(alarmIn(outcome.delayMs), token);
    // No longer delayed: it was woken already.
    if (outcome.kind === 'park' && (await outcome.isGranted())) await job.promote().catch(() => undefined);
    options.onYielded?.();
    throw new DelayedError();
  };

  const worker = await keepWorker<DrawJob>({
    ...options,
    connection,
    queue: drawQueueName(provider),
    // BullMQ tracks renewals by job id and drops that of a turn which began before the last one was cleaned up
    // (measured: 11 false stalls in 48 turns at concurrency 8), so every turn renews its own lock.
    options: { ...workerOptions(connection, root, lockMs), skipLockRenewal: true },
    take: turn,
    listen: (it) =>
      it.on('completed', (job) => {
        onDone(job.data.story).catch(onError);
      }),
  });
  return {
    async close({ abort }) {
      draining.abort(new Error('the process is stopping'));
      if (abort) for (const { now } of turns.values()) now.abort(new Error('the process is stopping'));
      await worker.close();
    },
    stories: () => [...turns.keys()],
    cancelStory(story) {
      turns.get(story)?.cancelled.abort(new Error('the story was cancelled'));
    },
  };
}
