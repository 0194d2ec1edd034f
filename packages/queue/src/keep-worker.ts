import { setTimeout as delay } from 'node:timers/promises';
import { type Job, Worker, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { countDue } from './count-due.ts';
import type { SharedConcurrency } from './shared-concurrency.ts';
import { SharingWorker } from './sharing-worker.ts';
import { takeOverSeat } from './take-over-seat.ts';
import { defaultWatch, type Watch, watchTurns } from './watch-turns.ts';

/** After its last turn a replaced worker still reports the result to BullMQ, in one command. It has this long, in milliseconds. */
const lastWordsMs = 2_000;

/** Reported when a worker that took no jobs was replaced. */
export interface Rebuilt {
  readonly queue: string;
  /** Jobs that waited although the worker had free concurrency. */
  readonly due: number;
  /** Turns in progress at the replaced worker; they continue. */
  readonly inHand: number;
}

export interface KeepWorkerOptions<Data> {
  readonly queue: string;
  readonly connection: Redis;
  readonly root: string;
  readonly seat: string | undefined;
  /** Jobs processed at once, even while a worker is being replaced; shared with other workers, or its own. */
  readonly concurrency: number | SharedConcurrency;
  readonly options: WorkerOptions;
  readonly take: (job: Job<Data>, token: string, worker: Worker<Data>) => Promise<void>;
  /** Adds listeners to every worker that is created. */
  readonly listen: (worker: Worker<Data>) => unknown;
  readonly onRebuilt: (rebuilt: Rebuilt) => void;
  readonly onError: (error: Error) => void;
  readonly watch?: Watch;
}

interface KeptWorker<Data> {
  readonly worker: Worker<Data>;
  /** Turns in progress. */
  readonly turns: Set<Promise<void>>;
}

/**
 * Runs a BullMQ worker, and replaces it when it no longer takes jobs. The replaced worker takes nothing new; its turns continue
 * undisturbed with their locks, and it is closed after the last one.
 */
export async function keepWorker<Data>(kept: KeepWorkerOptions<Data>): Promise<{ close(): Promise<void> }> {
  const { queue, connection, root, seat, onError } = kept;
  const shared = typeof kept.concurrency === 'number' ? null : kept.concurrency;
  const concurrency = typeof kept.concurrency === 'number' ? kept.concurrency : kept.concurrency.limit;
  const replaced = new Set<KeptWorker<Data>>();
  let turnsBegun = 0;
  let closing = false;

  const build = async (mode: 'take over' | 'join'): Promise<KeptWorker<Data>> => {
    const turns = new Set<Promise<void>>();
    const takeUp = async (job: Job<Data>, token?: string) => {
      turnsBegun += 1;
      const turn = kept.take(job, token as string, worker);
      turns.add(turn);
      try {
        await turn;
      } finally {
        turns.delete(turn);
        settle();
      }
    };
    const worker: Worker<Data> = shared
      ? new SharingWorker<Data>(queue, takeUp, { ...kept.options, connection, shared })
      : new Worker<Data>(queue, takeUp, { ...kept.options, concurrency: room() });
    worker.on('error', onError);
    kept.listen(worker);
    try {
      if (seat !== undefined) await takeOverSeat(connection, root, seat, worker, mode);
      return { worker, turns };
    } catch (error) {
      worker.close(true).catch(onError);
      throw error;
    }
  };
  /** The concurrency that replaced workers leave free; at least 1, since a worker is replaced only when some is free. */
  const room = () => Math.max(1, concurrency - [...replaced].reduce((sum, { turns }) => sum + turns.size, 0));
  const settle = () => {
    current.worker.concurrency = room();
    for (const old of replaced) {
      if (old.turns.size > 0) continue;
      replaced.delete(old);
      // Forced: a worker that hears nothing may never close.
      setTimeout(() => void old.worker.close(true).catch(onError), lastWordsMs).unref();
    }
  };
  const rebuild = async (due: number) => {
    const deaf = current;
    await deaf.worker.pause(true);
    replaced.add(deaf);
    try {
      current = await build('join');
    } catch (error) {
      // Retried by the next checks.
      replaced.delete(deaf);
      throw error;
    }
    if (closing) return void current.worker.close(true).catch(onError);
    current.worker.run().catch(onError);
    kept.onRebuilt({ queue, due, inHand: deaf.turns.size });
    settle();
  };
  /** A deaf worker's own close may wait forever for a dead connection. */
  const close = ({ worker, turns }: KeptWorker<Data>) => Promise.race([worker.close(), untilOver(turns)]);

  let current = await build('take over');
  current.worker.run().catch(onError);
  const stopWatching = watchTurns({
    ...(kept.watch ?? defaultWatch),
    countDue: () => countDue(connection, (type) => current.worker.toKey(type)),
    hasRoom: () => current.turns.size < room() && (shared === null || shared.hasRoom()),
    turnsBegun: () => turnsBegun,
    onDeaf: rebuild,
    onError,
  });
  return {
    async close() {
      closing = true;
      stopWatching();
      await Promise.all([...replaced, current].map(close));
    },
  };
}

async function untilOver(turns: ReadonlySet<Promise<void>>): Promise<void> {
  while (turns.size > 0) await Promise.allSettled(turns);
  await delay(lastWordsMs, undefined, { ref: false });
}
