import { Redis } from 'ioredis';

let inside: (connection: QueueConnection) => Redis;

/** A connection for queues, workers and limits. What it is made of stays in this package; disposing it disconnects. */
export class QueueConnection implements Disposable {
  readonly #redis: Redis;

  /** @param redis becomes this connection's own */
  constructor(redis: Redis) {
    this.#redis = redis;
  }

  static {
    inside = (connection) => connection.#redis;
  }

  [Symbol.dispose](): void {
    this.#redis.disconnect();
  }
}

/** The Redis client inside; only for this package. */
export const redisOf = (connection: QueueConnection): Redis => inside(connection);

/**
 * How long a connection may owe an answer before it counts as dead, in milliseconds. ioredis starts this clock with a
 * command and stops it with whatever arrives, so a connection nothing is asked of is never dropped. BullMQ's blocking
 * connection, a copy of ours, owes its answer for up to 10 s by design and is given up by BullMQ after 11 s: less than that
 * would drop idle workers.
 */
const silentMs = { patient: 12_000, prompt: 5_000 } as const;

/** The kernel looks after a quiet connection this often, and gives it up 10 s later (libuv: 10 probes, 1 s apart). */
const keepAliveMs = 5_000;

/**
 * A connection fit for BullMQ. Workers need one that never gives up on a command
 * (https://docs.bullmq.io/guide/going-to-production); a producer that answers people fails within seconds instead.
 */
export function connectQueue(url: string, patience: 'patient' | 'prompt'): QueueConnection {
  const redis = new Redis(url, {
    maxRetriesPerRequest: patience === 'patient' ? null : 2,
    retryStrategy: (times) => Math.min(50 * times, patience === 'patient' ? 2_000 : 200),
    socketTimeout: silentMs[patience],
    keepAlive: keepAliveMs,
  });
  redis.on('error', () => undefined);
  return new QueueConnection(redis);
}
