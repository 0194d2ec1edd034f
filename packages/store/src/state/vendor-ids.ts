import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { Keyspace } from '../keyspace.ts';

/** As long as vendors that report by webhook keep results. */
const keptSeconds = 7 * 24 * 60 * 60;

/** The ids in vendors' webhooks, by request key: they identify an order whose id was lost in a crash. */
export interface VendorIds {
  /** Repeats change nothing. */
  remember(requestKey: string, vendorRequestId: string): Promise<void>;
  /** Every id that was reported under a key, the newest last: a key may have been ordered more than once. */
  find(requestKey: string): Promise<string[]>;
}

export function vendorIds(redis: Redis, keys: Keyspace, { now }: Pick<Clock, 'now'>): VendorIds {
  return {
    async remember(requestKey, vendorRequestId) {
      const key = keys.vendorId(requestKey);
      await redis.multi().zadd(key, 'NX', String(now()), vendorRequestId).expire(key, keptSeconds).exec();
    },
    find: (requestKey) => redis.zrange(keys.vendorId(requestKey), '0', '-1'),
  };
}
