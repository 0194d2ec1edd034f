import type { JobLock, ProviderId } from '@nextpanel/core';
import { DelayedError, type Job, type Worker } from 'bullmq';
import { alarmIn } from './alarm-clock.ts';
import { type QueueConnection, redisOf } from './connect.ts';
import { type DrawJob, drawQueueName } from './jobs.ts';
import { keepWorker, type Rebuilt } from './keep-worker.ts';
import { renewLock } from './renew-lock.ts';
import type { SharedConcurrency } from './shared-concurrency.ts';
import type { Watch } from './watch-pick-ups.ts';
import { defaultLockMs, workerOptions } from './worker-options.ts';

/** One turn at one story, with its lock. */
export interface PickUp {
  readonly story: string;
  /** Whose queue the job was in. */
  readonly provider: ProviderId;
  readonly lock: JobLock;
  /** Aborts when the turn must end now: the lock is lost, or the process is forced to stop. */
  readonly signal: AbortSignal;
  /** Aborts when the story is cancelled: order nothing more, stop at the vendor what can be stopped, keep the rest. */
  readonly cancelled: AbortSignal;
  /** Aborts when the process is about to stop: order nothing more, and leave what another process can collect. */
  readonly draining: AbortSignal;
  /** From now on, `renew` is called whenever the lock was renewed; what it throws is ignored. */
  readonly onRenewal: (renew: () => Promise<void>) => void;
}

/**
 * `yield`: there is more to draw, come back after the delay. `done`: nothing to draw now; the job goes away. `park`: the turn
 * could not be started; the job waits until it is woken, or for `delayMs` at most. `isGranted` is asked once the job waits, since
 * who wakes it cannot wake one that is still in our hands.
 */
export type PickUpOutcome =
  | { readonly kind: 'yield'; readonly delayMs: number }
  | { readonly kind: 'park'; readonly delayMs: number; readonly isGranted: () => Promise<boolean> }
  | { readonly kind: 'done' };

export interface DrawWorkerOptions {
  readonly connection: QueueConnection;
  readonly root: string;
  readonly provider: ProviderId;
  /** Stories this process draws at once, shared by the workers of all its providers. */
  readonly concurrency: SharedConcurrency;
  readonly slot: string | undefined;
  /** Life of a lock that is not renewed, in milliseconds. Default 5,000. */
  readonly lockMs?: number;
  /** Must not throw: what goes wrong is an outcome. */
  readonly draw: (pickUp: PickUp) => Promise<PickUpOutcome>;
  /** Called once a slot is given back but before the turn ends; for fault tests. */
  readonly onYielded?: () => void;
  /** Called after a story's job is gone, so that what was added to the story meanwhile gets a new one. */
  readonly onDone: (story: string) => Promise<void>;
  /** Called when a worker that took up nothing was replaced. */
  readonly onRebuilt: (rebuilt: Rebuilt) => void;
  readonly onError: (error: Error) => void;
  /** When a worker counts as deaf; for tests. */
  readonly watch?: Watch;
}

export interface RunningWorker {
  /** Stops taking up jobs and waits for those in hand; `abort` gives up on them. */
  close(options: { abort: boolean }): Promise<void>;
  /** The stories whose turn this process has. */
  stories(): string[];
  /** Tells the turn at this story, if this process has it, that it was cancelled. */
  cancelStory(story: string): void;
}

/** Starts drawing the stories of one provider's queue, one batch a pick-up. */
export async function startDrawWorker(options: DrawWorkerOptions): Promise<RunningWorker> {
  const { root, provider, draw, onDone, onError, lockMs = defaultLockMs } = options;
  const connection = redisOf(options.connection);
  const turns = new Map<string, { readonly now: AbortController; readonly cancelled: AbortController }>();
  const draining = new AbortController();

  const turn = async (job: Job<DrawJob>, token: string, taker: Worker<DrawJob>): Promise<void> => {
    const { story } = job.data;
    const aborts = { now: new AbortController(), cancelled: new AbortController() };
    turns.set(story, aborts);
    const held = { redis: connection, worker: taker, jobId: String(job.id), token, lockMs };
    const renewed: (() => Promise<void>)[] = [];
    const renewal = renewLock(held, {
      onRenewed: async () => void (await Promise.allSettled(renewed.map((renew) => renew()))),
      onLost: () => aborts.now.abort(new Error('the lock was lost')),
    });
    let outcome: PickUpOutcome;
    try {
      outcome = await draw({
        story,
        provider,
        lock: { lockKey: `${taker.toKey(String(job.id))}:lock`, token },
        signal: aborts.now.signal,
        cancelled: aborts.cancelled.signal,
        draining: draining.signal,
        onRenewal: (renew) => renewed.push(renew),
      });
    } finally {
      // Before the slot is given back: a late renewal would prolong the lock of the next turn.
      await renewal.stop();
      if (turns.get(story) === aborts) turns.delete(story);
    }
    if (outcome.kind === 'done') return;
    await job.moveToDelayed(alarmIn(outcome.delayMs), token);
    // Not delayed any more: somebody woke it.
    if (outcome.kind === 'park' && (await outcome.isGranted())) await job.promote().catch(() => undefined);
    options.onYielded?.();
    throw new DelayedError();
  };

  const worker = await keepWorker<DrawJob>({
    ...options,
    connection,
    queue: drawQueueName(provider),
    // BullMQ's own renewal tracks by job id and drops the one of a turn that another slot began meanwhile
    // (measured: 11 false stalls in 48 pick-ups at 8 slots), so every turn renews its own lock.
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
