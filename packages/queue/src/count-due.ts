import type { Redis } from 'ioredis';
import { alarmClock } from './alarm-clock.ts';

/** BullMQ stores the due time of a delayed job in the upper bits of its score, and the order within a millisecond in the lower 12. */
const scoresPerMs = 4_096;

/**
 * How many jobs of a queue a worker with free concurrency should take now: those in line and those whose delay is over. 0 while
 * the queue is paused or its global limits are reached (bull-board and scripts can set them).
 *
 * @param toKey returns a key of the queue
 */
export async function countDue(redis: Redis, toKey: (type: string) => string): Promise<number> {
  const [paused, limit] = await redis.hmget(toKey('meta'), 'paused', 'concurrency');
  if (paused != null) return 0;
  const [active, limited, inLine, first, overdue] = await Promise.all([
    redis.llen(toKey('active')),
    redis.exists(toKey('limiter')),
    redis.llen(toKey('wait')),
    redis.zcard(toKey('prioritized')),
    redis.zcount(toKey('delayed'), '-inf', alarmClock() * scoresPerMs),
  ]);
  if (limited === 1 || (limit != null && active >= Number(limit))) return 0;
  return inLine + first + overdue;
}
