import { newestSchema, type Operation, type SchemaRange } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { ownSchemas } from '../schema/schema.ts';
import { readClock } from './read-clock.ts';

/** A process silent for this long is not listed any more, in milliseconds: several beats may be late. */
const listedMs = 15_000;

/** A process silent for this long is forgotten, in milliseconds. */
const keptMs = 60_000;

/** One of our processes, as it describes itself. Times are milliseconds since the epoch, by Redis' clock. */
export interface WorkerBeat {
  readonly id: string;
  readonly role: 'api' | 'worker' | 'finalizer';
  readonly host: string;
  readonly pid: number;
  readonly startedAt: number;
  /** How far the clock of its machine is ahead of Redis', in milliseconds; an earlier release does not say. */
  readonly clockAheadMs?: number;
  readonly holds: readonly WorkerHold[];
}

/** With the schemas the process reads; processes of the first release did not tell. */
type StoredBeat = Omit<WorkerBeat, 'id'> & { readonly schemas?: SchemaRange };

export interface WorkerHold {
  /** null for work without a story. */
  readonly story: string | null;
  /** For display: `batch 3`, `sheet 2`, `pdf`. */
  readonly what: string;
  readonly since: number;
}

export interface SeenWorker extends WorkerBeat {
  readonly role: 'worker' | 'finalizer';
  readonly seenAt: number;
}

/** Which processes are alive. Clocks of different hosts are never compared: all times are from Redis. */
export interface WorkerStates {
  beat(worker: WorkerBeat): Promise<void>;
  /** Takes a process off the list at once: it stops. */
  leave(id: string): Promise<void>;
  /** Those that draw or compose and were heard of within 15 s, longest running first. */
  list(): Promise<SeenWorker[]>;
}

export function workerStates(redis: Redis, run: RunTransition, keys: Keyspace): WorkerStates {
  let found: string | null = null;
  return {
    async beat({ id, ...rest }) {
      const beat = JSON.stringify({ ...rest, schemas: ownSchemas });
      found ??= (await redis.get(keys.schema)) ?? String(newestSchema);
      await run('beat-worker', [keys.workers, keys.workersSeen], [id, beat, keptMs, found]);
    },
    async leave(id) {
      await redis
        .multi()
        .hdel(keys.workers, id)
        .zrem(keys.workersSeen, id)
        .publish(keys.operations, 'workers' satisfies Operation)
        .exec();
    },
    async list() {
      const oldest = (await readClock(redis)) - listedMs;
      const seen = await redis.zrangebyscore(keys.workersSeen, oldest, '+inf', 'WITHSCORES');
      const ids = seen.filter((_, index) => index % 2 === 0);
      if (ids.length === 0) return [];
      const states = await redis.hmget(keys.workers, ...ids);
      return ids
        .flatMap((id, index) => {
          const text = states[index];
          // It left between the two reads.
          if (!text) return [];
          const seenAt = Number(seen[2 * index + 1]);
          const { role, schemas: _schemas, ...rest } = JSON.parse(text) as StoredBeat;
          return role === 'api' ? [] : [{ ...rest, role, id, seenAt }];
        })
        .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
    },
  };
}
