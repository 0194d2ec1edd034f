import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';

/** As long as vendors that report by webhook keep results. */
const keptSeconds = 7 * 24 * 60 * 60;

/** Ids under which vendors reported requests, by request key: how an order is found again whose id was lost in a crash. */
export interface VendorIds {
  /** Repeats change nothing: the first report of a key counts. */
  remember(requestKey: string, vendorRequestId: string): Promise<void>;
  find(requestKey: string): Promise<string | null>;
}

export function vendorIds(redis: Redis, keys: Keyspace): VendorIds {
  return {
    async remember(requestKey, vendorRequestId) {
      await redis.set(keys.vendorId(requestKey), vendorRequestId, 'EX', keptSeconds, 'NX');
    },
    find: (requestKey) => redis.get(keys.vendorId(requestKey)),
  };
}
