import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';

/** What requests cost, in µ$, and how many pictures they asked for. */
export interface CostSums {
  readonly spent: number;
  /** Part of `spent`: paid for requests that yielded no picture. */
  readonly wasted: number;
  readonly possibly: number;
  readonly held: number;
  readonly images: number;
}

/** The requests of one model that a tenant's stories intended on one day. */
export interface DayCosts extends CostSums {
  /** Days since 1970 (UTC). */
  readonly day: number;
  readonly provider: string;
  readonly model: string;
}

export interface Costs {
  /** Of a tenant, day by day and model by model; the days are numbers since 1970, both included. */
  read(tenant: string, from: number, to: number): Promise<DayCosts[]>;
  /** Stories of a tenant that the system has work for. */
  working(tenant: string): Promise<string[]>;
}

const fields = ['spent', 'wasted', 'possibly', 'held', 'images'] as const;

export function costs(redis: Redis, keys: Keyspace): Costs {
  return {
    async read(tenant, from, to) {
      const reads = redis.pipeline();
      for (let day = from; day <= to; day += 1) reads.hgetall(keys.tenantDay(tenant, day));
      const days = valuesOf(await reads.exec()) as Record<string, string>[];
      return days.flatMap((sums, index) => modelsOf(sums).map((costsOf) => ({ day: from + index, ...costsOf })));
    },
    working: (tenant) => redis.smembers(keys.working(tenant)),
  };
}

/** `spent provider/model` and so on, as `count_day` in lib.lua writes them. */
function modelsOf(sums: Readonly<Record<string, string>>): Omit<DayCosts, 'day'>[] {
  const models = new Set(
    Object.keys(sums).flatMap((field) => (field.includes(' ') ? [field.slice(field.indexOf(' ') + 1)] : [])),
  );
  return [...models].map((name) => {
    const cut = name.indexOf('/');
    const [spent, wasted, possibly, held, images] = fields.map((field) => Number(sums[`${field} ${name}`] ?? 0)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return { provider: name.slice(0, cut), model: name.slice(cut + 1), spent, wasted, possibly, held, images };
  });
}
