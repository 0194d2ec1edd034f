import type { ProviderId } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';

/** A story that has work, but not now. */
export interface WaitingStory {
  readonly id: string;
  readonly title: string;
  readonly provider: ProviderId;
  /** Why, a stable code: `rate_limited`, `provider_paused`, `disk_full`. */
  readonly reason: string;
  /** Until when, by Redis' clock; null where it is not known. */
  readonly until: number | null;
}

/** Stories read in one round trip. */
const slice = 500;

/** Most stories read at all: the page of queues is requested every few seconds, whatever the load. */
const lookedAt = 2_000;

/** Delayed stories of this tenant, longest untouched first; at most `most` of each provider. */
export async function readWaiting(redis: Redis, keys: Keyspace, tenant: string, most: number): Promise<WaitingStory[]> {
  const found: WaitingStory[] = [];
  const counts = new Map<string, number>();
  for (let from = 0; from < lookedAt; from += slice) {
    const ids = await redis.zrange(keys.active, String(from), String(from + slice - 1));
    const reads = redis.pipeline();
    for (const id of ids) reads.hmget(keys.story(id), 'tenant', 'waiting', 'title', 'provider', 'notBefore');
    const answers = valuesOf(await reads.exec()) as (string | null)[][];
    for (const [index, [owner, reason, title, provider, notBefore]] of answers.entries()) {
      if (owner !== tenant || !reason || !provider) continue;
      const count = (counts.get(provider) ?? 0) + 1;
      counts.set(provider, count);
      if (count > most) continue;
      found.push({
        id: ids[index] as string,
        title: title ?? '',
        provider: provider as ProviderId,
        reason,
        until: notBefore ? Number(notBefore) : null,
      });
    }
    if (ids.length < slice) break;
  }
  return found;
}

/** The tenant of each of these stories; null for a deleted one. */
export const readOwners = (redis: Redis, keys: Keyspace, ids: readonly string[]): Promise<(string | null)[]> =>
  readField(redis, keys, ids, 'tenant');

/** Since when each of these stories has been ready for a turn, in ms since the epoch; null if unknown. */
export async function readReadySince(redis: Redis, keys: Keyspace, ids: readonly string[]): Promise<(number | null)[]> {
  return (await readField(redis, keys, ids, 'ready')).map((at) => (at === null ? null : Number(at)));
}

async function readField(
  redis: Redis,
  keys: Keyspace,
  ids: readonly string[],
  field: string,
): Promise<(string | null)[]> {
  if (ids.length === 0) return [];
  const reads = redis.pipeline();
  for (const id of ids) reads.hget(keys.story(id), field);
  return valuesOf(await reads.exec()) as (string | null)[];
}
