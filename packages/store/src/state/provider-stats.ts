import { setImmediate as nextTick } from 'node:timers/promises';
import type { ProviderId } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { valuesOf } from '../values-of.ts';
import { readClock } from './read-clock.ts';

/** A day, plus the last hour that can be requested when it ends. */
const keptSeconds = 25 * 60 * 60;

/** Each class of durations is 15 % wider than the one before, so a value read from it is at most 7.3 % off. */
const growth = 1.15;

/** Minutes read in one round trip. */
const slice = 240;

/** One request to a provider that ended. */
export interface EndedRequest {
  readonly provider: ProviderId;
  /** How long the provider took; null when that is not known, or says nothing because it failed. */
  readonly ms: number | null;
  readonly images: number;
  readonly failed: boolean;
}

export interface ProviderMinute {
  /** Beginning of the minute, milliseconds since the epoch. */
  readonly at: number;
  readonly requests: number;
  readonly images: number;
  readonly failed: number;
  /** Of the requests that did not fail; null without any. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** Requests to providers and their results, by minute, for 25 hours. Times are from Redis' clock. */
export interface ProviderStats {
  record(request: EndedRequest): Promise<void>;
  /** The last `minutes` minutes, the running one included, oldest first; those in which nothing ended are left out. */
  read(provider: ProviderId, minutes: number): Promise<ProviderMinute[]>;
}

export function providerStats(redis: Redis, run: RunTransition, keys: Keyspace): ProviderStats {
  const waiting = new Map<ProviderId, Group>();
  const send = (provider: ProviderId): Promise<unknown> => {
    const counts = waiting.get(provider)?.counts ?? new Map<string, number>();
    waiting.delete(provider);
    return run('record-requests', [keys.stats(provider)], [keptSeconds, ...[...counts].flat()]);
  };
  return {
    async record({ provider, ms, images, failed }) {
      let group = waiting.get(provider);
      if (!group) {
        group = { counts: new Map(), sent: nextTick().then(() => send(provider)) };
        waiting.set(provider, group);
      }
      const { counts } = group;
      const add = (field: string, by: number) => counts.set(field, (counts.get(field) ?? 0) + by);
      add('requests', 1);
      if (images > 0) add('images', images);
      if (failed) add('failed', 1);
      if (ms !== null) add(`ms${classOf(ms)}`, 1);
      await group.sent;
    },
    async read(provider, minutes) {
      const last = Math.floor((await readClock(redis)) / 60_000);
      const numbers = Array.from({ length: minutes }, (_, index) => last - minutes + 1 + index);
      const found: ProviderMinute[] = [];
      for (let from = 0; from < numbers.length; from += slice) {
        const part = numbers.slice(from, from + slice);
        const reads = redis.pipeline();
        for (const minute of part) reads.hgetall(`${keys.stats(provider)}:${minute}`);
        const answers = valuesOf(await reads.exec()) as Record<string, string>[];
        for (const [index, fields] of answers.entries()) {
          if (fields.requests !== undefined) found.push(readMinute(part[index] as number, fields));
        }
      }
      return found;
    },
  };
}

/** Requests of one provider that ended at about the same time, as those of a batch do: counted by one script. */
interface Group {
  /** Field of the minute → by how much it grows. */
  readonly counts: Map<string, number>;
  readonly sent: Promise<unknown>;
}

const classOf = (ms: number): number => Math.round(Math.log(Math.max(ms, 1)) / Math.log(growth));

function readMinute(minute: number, fields: Readonly<Record<string, string>>): ProviderMinute {
  const durations = Object.entries(fields)
    .flatMap(([field, times]) => {
      const [, number] = /^ms(\d+)$/.exec(field) ?? [];
      return number === undefined ? [] : [{ ms: growth ** Number(number), times: Number(times) }];
    })
    .sort((a, b) => a.ms - b.ms);
  return {
    at: minute * 60_000,
    requests: Number(fields.requests ?? 0),
    images: Number(fields.images ?? 0),
    failed: Number(fields.failed ?? 0),
    p50Ms: percentile(durations, 0.5),
    p95Ms: percentile(durations, 0.95),
  };
}

/** The duration that this share of the requests did not exceed, by nearest rank. */
function percentile(
  durations: readonly { readonly ms: number; readonly times: number }[],
  share: number,
): number | null {
  const rank = Math.ceil(share * durations.reduce((sum, { times }) => sum + times, 0));
  let passed = 0;
  for (const { ms, times } of durations) {
    passed += times;
    if (passed >= rank) return Math.round(ms);
  }
  return null;
}
