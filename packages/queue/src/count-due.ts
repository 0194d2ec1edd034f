import type { Redis } from 'ioredis';
import { alarmClock } from './alarm-clock.ts';

/** BullMQ keeps when a delayed job is due in the upper bits of its score, and the order of a millisecond's jobs in 12 below. */
const scoresPerMs = 4_096;

/**
 * How many jobs of a queue a worker with room should take up now: those in line and those whose delay is over. None while
 * somebody paused the queue or its global limits are reached (bull-board and scripts can set them).
 *
 * @param toKey names a key of the queue
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
