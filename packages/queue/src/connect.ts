import { Redis } from 'ioredis';

/**
 * A connection fit for BullMQ. Workers need one that never gives up on a command
 * (https://docs.bullmq.io/guide/going-to-production); a producer that answers people fails within seconds instead.
 */
export function connectQueue(url: string, patience: 'patient' | 'prompt'): Redis {
  const connection = new Redis(url, {
    maxRetriesPerRequest: patience === 'patient' ? null : 2,
    retryStrategy: (times) => Math.min(50 * times, patience === 'patient' ? 2_000 : 200),
  });
  connection.on('error', () => undefined);
  return connection;
}
