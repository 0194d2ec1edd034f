import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { newestSchema, ownSchemas, type SchemaRange } from './schema.ts';

/** A process silent for this long is taken to be gone, in milliseconds. */
export const goneMs = 60_000;

/** A process that keeps the schema from being raised: it was alive lately and does not read the next one. */
export interface OldProcess {
  readonly id: string;
  readonly role: string;
  readonly host: string;
  readonly pid: number;
  /** The newest schema it reads. */
  readonly newest: number;
}

export interface InstallationFacts {
  /** The schema all processes write. */
  readonly schema: number;
  /** What this process reads. */
  readonly reads: SchemaRange;
  /** Processes of older releases; the schema can be raised when there are none. */
  readonly oldProcesses: readonly OldProcess[];
}

/** The schema of an installation, and the processes of older releases that keep it where it is. */
export interface Installation {
  facts(): Promise<InstallationFacts>;
  /** Raises the schema to the newest that this release writes. Does nothing while an older process is alive, and names it. */
  raise(): Promise<{ readonly kind: 'raised' | 'current' | 'blocked'; readonly facts: InstallationFacts }>;
}

export function installation(redis: Redis, run: RunTransition, keys: Keyspace): Installation {
  const facts = async (): Promise<InstallationFacts> => {
    const schema = Number((await redis.get(keys.schema)) ?? newestSchema);
    const [, ...blocking] = await run(
      'list-old-processes',
      [keys.schema, keys.workers, keys.workersSeen],
      [newestSchema, goneMs],
    );
    const oldProcesses = blocking.map((text) => JSON.parse(String(text)) as OldProcess);
    return { schema, reads: ownSchemas, oldProcesses };
  };
  return {
    facts,
    async raise() {
      const [kind] = await run('raise-schema', [keys.schema, keys.workers, keys.workersSeen], [newestSchema, goneMs]);
      return { kind: kind as 'raised' | 'current' | 'blocked', facts: await facts() };
    },
  };
}
