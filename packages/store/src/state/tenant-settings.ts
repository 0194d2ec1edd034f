import type { TenantLimits } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';

/** Weight and limits of a tenant. Scripts read them as they are stored: see `limits_of` in lib.lua. */
export interface StoredTenant {
  readonly id: string;
  readonly name: string;
  readonly weight: number;
  readonly limits: TenantLimits;
}

/** What a tenant has used of its limits. */
export interface TenantUse {
  readonly images: number;
  /** Settled, possibly paid and held for open requests, in µ$. */
  readonly microUsd: number;
  readonly waitingStories: number;
}

/** Settings of tenants, and what they have used. A tenant without settings has weight 1 and no limits. */
export interface TenantSettings {
  list(): Promise<StoredTenant[]>;
  get(id: string): Promise<StoredTenant | null>;
  put(tenant: StoredTenant): Promise<void>;
  delete(id: string): Promise<void>;
  hasStories(id: string): Promise<boolean>;
  /** Whose story it is, the tenant's weight, and the story's priority among those of its tenant. */
  ownerOf(story: string): Promise<{ readonly tenant: string; readonly weight: number; readonly priority: number }>;
  /** Of the present day (UTC, Redis' time). */
  use(id: string): Promise<TenantUse>;
}

export const dayMs = 86_400_000;

export function tenantSettings(redis: Redis, keys: Keyspace, clock: { now(): number }): TenantSettings {
  return {
    async list() {
      const all = await redis.hvals(keys.tenants);
      return all.map((text) => JSON.parse(text) as StoredTenant).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async get(id) {
      const text = await redis.hget(keys.tenants, id);
      return text === null ? null : (JSON.parse(text) as StoredTenant);
    },
    async put(tenant) {
      await redis.hset(keys.tenants, tenant.id, JSON.stringify(tenant));
    },
    async delete(id) {
      await redis.hdel(keys.tenants, id);
    },
    hasStories: async (id) => (await redis.exists(keys.tenantIndex(id, 'created'))) === 1,
    async ownerOf(story) {
      const [tenant, priority] = await redis.hmget(keys.story(story), 'tenant', 'priority');
      const settings = tenant ? await redis.hget(keys.tenants, tenant) : null;
      const weight = settings === null ? 1 : (JSON.parse(settings) as StoredTenant).weight;
      return { tenant: tenant ?? '', weight, priority: Number(priority ?? 0) };
    },
    async use(id) {
      const day = Math.floor(clock.now() / dayMs);
      const [sums, waiting] = valuesOf(
        await redis
          .pipeline()
          .hmget(keys.tenantDay(id, day), 'images', 'spent', 'possibly', 'held')
          .scard(keys.working(id))
          .exec(),
      ) as [(string | null)[], number];
      const [images, spent, possibly, held] = sums.map(Number) as [number, number, number, number];
      return { images, microUsd: spent + possibly + held, waitingStories: waiting };
    },
  };
}
