import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { Keyspace } from '../keyspace.ts';

/** As long as vendors that report by webhook keep results. */
const keptSeconds = 7 * 24 * 60 * 60;

/** The ids in vendors' webhooks, by request key: they identify an order whose id was lost in a crash. */
export interface VendorIds {
  /** Repeats change nothing. */
  remember(requestKey: string, vendorRequestId: string): Promise<void>;
  /** The story of an order that its vendor can be asked about, or reports; null after about a week, and once its outcome is certain. */
  storyOf(order: string): Promise<string | null>;
  /** Whether such an order was made and may still be reported about. */
  isKnown(order: string): Promise<boolean>;
  /** The account at the vendor that a key belongs to, as a report about an order of ours said it first; null before. */
  accountOf(fingerprint: string): Promise<string | null>;
  /** Repeats change nothing. */
  learnAccount(fingerprint: string, account: string): Promise<void>;
  /** Which request an id answers, as `story request`, of those found within the last day; null: none is known. */
  ownerOf(vendorId: string): Promise<string | null>;
  /** Every id that was reported under a key, the newest last: a key may have been ordered more than once. */
  find(requestKey: string): Promise<string[]>;
}

export function vendorIds(redis: Redis, keys: Keyspace, { now }: Pick<Clock, 'now'>): VendorIds {
  return {
    async remember(requestKey, vendorRequestId) {
      const key = keys.vendorId(requestKey);
      await redis.multi().zadd(key, 'NX', String(now()), vendorRequestId).expire(key, keptSeconds).exec();
    },
    storyOf: async (order) => (await redis.get(keys.order(order))) || null,
    isKnown: async (order) => (await redis.exists(keys.order(order))) === 1,
    accountOf: (fingerprint) => redis.get(keys.account(fingerprint)),
    async learnAccount(fingerprint, account) {
      await redis.set(keys.account(fingerprint), account, 'NX');
    },
    ownerOf: (vendorId) => redis.get(keys.taken(vendorId)),
    find: (requestKey) => redis.zrange(keys.vendorId(requestKey), '0', '-1'),
  };
}
