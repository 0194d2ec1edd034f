import { setTimeout as delay } from 'node:timers/promises';
import { type Job, Worker, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { countDue } from './count-due.ts';
import type { SharedConcurrency } from './shared-concurrency.ts';
import { SharingWorker } from './sharing-worker.ts';
import { takeOverSeat } from './take-over-seat.ts';
import { defaultWatch, type Watch, watchTurns } from './watch-turns.ts';

/** After its last turn a replaced worker still tells BullMQ how that ended: one command, given this long. */
const lastWordsMs = 2_000;

/** Told when a worker that took up nothing was replaced. */
export interface Rebuilt {
  readonly queue: string;
  /** Jobs that waited though there was room. */
  readonly due: number;
  /** Turns the replaced worker had in hand; they go on. */
  readonly inHand: number;
}

export interface KeepWorkerOptions<Data> {
  readonly queue: string;
  readonly connection: Redis;
  readonly root: string;
  readonly seat: string | undefined;
  /** Jobs taken up at once, also while a worker is being replaced; shared with other workers, or its own. */
  readonly concurrency: number | SharedConcurrency;
  readonly options: WorkerOptions;
  readonly take: (job: Job<Data>, token: string, worker: Worker<Data>) => Promise<void>;
  /** Adds listeners to every worker that is built. */
  readonly listen: (worker: Worker<Data>) => unknown;
  readonly onRebuilt: (rebuilt: Rebuilt) => void;
  readonly onError: (error: Error) => void;
  readonly watch?: Watch;
}

interface Held<Data> {
  readonly worker: Worker<Data>;
  /** Turns under way. */
  readonly turns: Set<Promise<void>>;
}

/**
 * Runs a BullMQ worker, and another in its place when it does not take up jobs any more. The replaced one takes nothing
 * new; its turns go on undisturbed with their locks, and it is closed when the last is over.
 */
export async function keepWorker<Data>(kept: KeepWorkerOptions<Data>): Promise<{ close(): Promise<void> }> {
  const { queue, connection, root, seat, onError } = kept;
  const shared = typeof kept.concurrency === 'number' ? null : kept.concurrency;
  const concurrency = typeof kept.concurrency === 'number' ? kept.concurrency : kept.concurrency.limit;
  const replaced = new Set<Held<Data>>();
  let turnsBegun = 0;
  let closing = false;

  const build = async (mode: 'take over' | 'join'): Promise<Held<Data>> => {
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
  /** What the replaced ones leave of our room; at least one, since a worker is replaced when there is some. */
  const room = () => Math.max(1, concurrency - [...replaced].reduce((sum, { turns }) => sum + turns.size, 0));
  const settle = () => {
    current.worker.concurrency = room();
    for (const held of replaced) {
      if (held.turns.size > 0) continue;
      replaced.delete(held);
      // Forced: waiting for a worker that hears nothing may take for ever.
      setTimeout(() => void held.worker.close(true).catch(onError), lastWordsMs).unref();
    }
  };
  const rebuild = async (due: number) => {
    const deaf = current;
    await deaf.worker.pause(true);
    replaced.add(deaf);
    try {
      current = await build('join');
    } catch (error) {
      // Tried again by the next looks.
      replaced.delete(deaf);
      throw error;
    }
    if (closing) return void current.worker.close(true).catch(onError);
    current.worker.run().catch(onError);
    kept.onRebuilt({ queue, due, inHand: deaf.turns.size });
    settle();
  };
  /** A deaf worker's own close may wait for ever for a connection that is none. */
  const close = ({ worker, turns }: Held<Data>) => Promise.race([worker.close(), untilOver(turns)]);

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
