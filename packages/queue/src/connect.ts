import { isDemoted } from '@nextpanel/core';
import { Redis } from 'ioredis';

let inside: (connection: QueueConnection) => Redis;

/** A connection for queues, workers and limits. Its client is private to this package; disposing it disconnects. */
export class QueueConnection implements Disposable {
  readonly #redis: Redis;

  /** @param redis from now on owned by this connection */
  constructor(redis: Redis) {
    this.#redis = redis;
  }

  static {
    inside = (connection) => connection.#redis;
  }

  /** Connects again, perhaps to another server: this one is no longer the primary. Its blocking copies notice that themselves. */
  leaveDemoted(): void {
    if (this.#redis.status === 'ready') this.#redis.disconnect(true);
  }

  [Symbol.dispose](): void {
    this.#redis.disconnect();
  }
}

/** The Redis client inside, for this package only. */
export const redisOf = (connection: QueueConnection): Redis => inside(connection);

/**
 * How long a reply may take before a connection counts as dead, in milliseconds. ioredis starts this clock with a command and
 * stops it with any data, so an idle connection is never dropped. BullMQ's blocking connection, a copy of ours, waits up to
 * 10 s for a reply by design, and BullMQ itself gives up after 11 s: a shorter limit would drop idle workers.
 */
const silentMs = { patient: 12_000, prompt: 5_000 } as const;

/** When the kernel begins to probe a quiet connection, in milliseconds; it gives up 10 s later (libuv: 10 probes, 1 s apart). */
const keepAliveMs = 5_000;

/**
 * A connection suited to BullMQ. Workers need one that never gives up on a command
 * (https://docs.bullmq.io/guide/going-to-production); a producer that serves HTTP requests must fail within seconds instead.
 */
export function connectQueue(url: string, patience: 'patient' | 'prompt'): QueueConnection {
  const redis = new Redis(url, {
    maxRetriesPerRequest: patience === 'patient' ? null : 2,
    retryStrategy: (times) => Math.min(50 * times, patience === 'patient' ? 2_000 : 200),
    // The blocking copies of workers have it too: a demoted server answers their reads with an error.
    reconnectOnError: isDemoted,
    socketTimeout: silentMs[patience],
    keepAlive: keepAliveMs,
  });
  redis.on('error', () => undefined);
  return new QueueConnection(redis);
}
