import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { NextpanelError, newestSchema, oldestSchema, processGoneMs } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { firstProcesses } from './installation.ts';
import { migrateFirstRelease } from './migrate-first-release.ts';
import { newerState, olderState } from './schema.ts';

/** A migration that stores nothing for this long has died, in milliseconds; the next process continues it. */
const leaseMs = 5_000;

/** How long a process waits for another one to finish a migration, in milliseconds. */
const patienceMs = 3_600_000;
const lookMs = 250;

export interface Entrance {
  readonly redis: Redis;
  readonly run: RunTransition;
  readonly prefix: string;
  readonly keys: Keyspace;
  readonly onStoryMigrated: (id: string) => void;
}

/**
 * Makes sure that this process understands the stored state, before it reads any. A new installation gets the newest schema. The
 * state of the first release is migrated as a whole, by whichever process comes first; the others wait. Throws `state_newer`,
 * `state_older`, `old_processes` or `migration_stuck`.
 */
export async function enterInstallation(entrance: Entrance): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isKnown(entrance))) {
    await refuseOldProcesses(entrance);
    if (await migrate(entrance)) return;
    if (performance.now() > deadline) throw stuck();
    await delay(lookMs);
  }
}

/** Whether the state has a schema, and this release reads it. */
async function isKnown({ redis, keys }: Entrance): Promise<boolean> {
  const stored = await redis.get(keys.schema);
  if (stored === null) return false;
  const schema = Number(stored);
  if (schema > newestSchema) throw newerState(schema);
  if (schema < oldestSchema) throw olderState(schema);
  return true;
}

/** The first release wrote no versions and refuses nothing: two releases at once would spoil each other's stories. */
async function refuseOldProcesses({ redis, prefix }: Entrance): Promise<void> {
  const alive = await firstProcesses(redis, prefix);
  if (alive.length === 0) return;
  const named = alive.map(({ role, host, pid }) => `${role} ${pid} on ${host}`);
  throw new NextpanelError(
    'old_processes',
    `processes of an older version were running less than ${processGoneMs / 1_000} s ago: ${named.join(', ')}; stop all of them, the API too, back up Redis and the data folder, wait a minute, then start this version again`,
    { detail: { processes: named } },
  );
}

/** Migrates, unless another process does. Answers whether it was done here. */
async function migrate(entrance: Entrance): Promise<boolean> {
  const { redis, keys } = entrance;
  const lease = `${keys.root}:migrating`;
  const token = randomUUID();
  if ((await redis.set(lease, token, 'PX', leaseMs, 'NX')) !== 'OK') return false;
  const renewal = setInterval(() => void redis.pexpire(lease, leaseMs).catch(() => undefined), leaseMs / 3);
  try {
    // Another one may have finished between our look and our lease.
    if (await isKnown(entrance)) return true;
    await migrateFirstRelease(entrance);
    await redis.set(keys.schema, String(newestSchema), 'NX');
    return true;
  } finally {
    clearInterval(renewal);
    if ((await redis.get(lease)) === token) await redis.del(lease);
  }
}

const stuck = () =>
  new NextpanelError(
    'migration_stuck',
    `another process has been migrating the stored state for ${patienceMs / 60_000} minutes; look at its log, stop it, then start again: the migration continues where it stopped`,
  );
