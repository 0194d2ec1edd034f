import type { RedisPlace } from '@nextpanel/core';
import { openRedis } from '@nextpanel/redis';
import type { Redis } from 'ioredis';

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

/**
 * A connection suited to BullMQ. Workers need one that never gives up on a command
 * (https://docs.bullmq.io/guide/going-to-production); a producer that serves HTTP requests must fail within seconds instead.
 */
export function connectQueue(place: RedisPlace | string, patience: 'patient' | 'prompt'): QueueConnection {
  // The blocking copies of workers leave a demoted server by the same options: it answers their reads with an error.
  const redis = openRedis(place, {
    maxRetriesPerRequest: patience === 'patient' ? null : 2,
    retryStrategy: (times) => Math.min(50 * times, patience === 'patient' ? 2_000 : 200),
    socketTimeout: silentMs[patience],
  });
  return new QueueConnection(redis);
}
