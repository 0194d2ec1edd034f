import type { ProviderId } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';

export interface PausedProvider {
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Which providers are paused, for all stories. A paused provider gets no new requests; ordered ones are collected. */
export interface ProviderStates {
  paused(id: ProviderId): Promise<PausedProvider | null>;
  /**
   * @param fingerprint of the credential that failed; null when an operator pauses
   * @returns whether it was running until now
   */
  pause(id: ProviderId, reason: string, fingerprint: string | null): Promise<boolean>;
  /**
   * @param fingerprint of the credential now in use: lifts only a pause caused by another one; null when an operator resumes
   * @returns whether it was paused until now
   */
  resume(id: ProviderId, fingerprint: string | null): Promise<boolean>;
  /** Whether a model has drawn with references in a vendor batch here before. */
  isProven(id: ProviderId, model: string): Promise<boolean>;
  /** It has. */
  prove(id: ProviderId, model: string): Promise<void>;
}

export function providerStates(redis: Redis, run: RunTransition, keys: Keyspace): ProviderStates {
  return {
    async paused(id) {
      const [reason, since] = await redis.hmget(keys.provider(id), 'paused', 'since');
      return reason ? { reason, since: Number(since) } : null;
    },
    async pause(id, reason, fingerprint) {
      return (await run('pause-provider', [keys.provider(id)], [reason, fingerprint ?? '']))[0] === 'paused';
    },
    async resume(id, fingerprint) {
      return (await run('resume-provider', [keys.provider(id)], [fingerprint ?? '']))[0] === 'resumed';
    },
    isProven: async (id, model) => (await redis.sismember(keys.proven(id), model)) === 1,
    async prove(id, model) {
      await redis.sadd(keys.proven(id), model);
    },
  };
}
