import type { ProviderId } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';

export interface PausedProvider {
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Which providers are paused for everybody. A paused provider gets no new intents; what is ordered is collected. */
export interface ProviderStates {
  paused(id: ProviderId): Promise<PausedProvider | null>;
  pause(id: ProviderId, reason: string): Promise<void>;
  resume(id: ProviderId): Promise<void>;
}

export function providerStates(redis: Redis, keys: Keyspace): ProviderStates {
  return {
    async paused(id) {
      const [reason, since] = await redis.hmget(keys.provider(id), 'paused', 'since');
      return reason ? { reason, since: Number(since) } : null;
    },
    async pause(id, reason) {
      await redis.hset(keys.provider(id), { paused: reason, since: Date.now() });
    },
    async resume(id) {
      await redis.del(keys.provider(id));
    },
  };
}
