import { newestSchema, processGoneMs, type SchemaRange, schemaKeys } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { readClock } from '../state/read-clock.ts';
import { ownSchemas } from './schema.ts';

/** A process that was alive recently and does not read the newest schema of this release. */
export interface OldProcess {
  readonly role: string;
  readonly host: string;
  readonly pid: number;
  /** The newest schema it reads; 1 for the first release. */
  readonly newest: number;
}

export interface InstallationFacts {
  /** The schema all processes write. */
  readonly schema: number;
  /** What this process reads. */
  readonly reads: SchemaRange;
  /** While there are any, the schema stays as it is. */
  readonly oldProcesses: readonly OldProcess[];
}

/** `current`: there is nothing to raise. `blocked`: older processes are alive. */
export interface Raised {
  readonly kind: 'raised' | 'current' | 'blocked';
  readonly facts: InstallationFacts;
}

/** The schema of an installation, and the processes of older releases that keep it where it is. */
export interface Installation {
  facts(): Promise<InstallationFacts>;
  /** Raises the schema to the newest that this release writes, unless an older process is alive. */
  raise(): Promise<Raised>;
}

export function installation(redis: Redis, run: RunTransition, keys: Keyspace, prefix: string): Installation {
  const processes = [keys.schema, keys.workers, keys.workersSeen];
  const facts = async (): Promise<InstallationFacts> => {
    const schema = Number((await redis.get(keys.schema)) ?? newestSchema);
    const [, ...old] = await run('list-old-processes', processes, [newestSchema, processGoneMs]);
    const oldProcesses = old.map((text) => JSON.parse(String(text)) as OldProcess);
    return { schema, reads: ownSchemas, oldProcesses: [...(await firstProcesses(redis, prefix)), ...oldProcesses] };
  };
  return {
    facts,
    async raise() {
      const [kind] = await run('raise-schema', processes, [newestSchema, processGoneMs]);
      return { kind: kind as Raised['kind'], facts: await facts() };
    },
  };
}

/** Processes of the first release that were alive recently. That release keeps its list under its own key. */
export async function firstProcesses(redis: Redis, prefix: string): Promise<OldProcess[]> {
  const { firstWorkers, firstWorkersSeen } = schemaKeys(prefix);
  const since = (await readClock(redis)) - processGoneMs;
  const alive = await redis.zrangebyscore(firstWorkersSeen, since, '+inf');
  if (alive.length === 0) return [];
  const beats = await redis.hmget(firstWorkers, ...alive);
  return beats.flatMap((beat) => {
    if (!beat) return [];
    const { role, host, pid } = JSON.parse(beat) as Omit<OldProcess, 'newest'>;
    return [{ role, host, pid, newest: 1 }];
  });
}
