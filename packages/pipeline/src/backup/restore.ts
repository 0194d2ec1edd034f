import { createHash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { providerIds } from '@nextpanel/core';
import type { DumpedKey } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { epochLookMs } from '../watch-epoch.ts';
import { readArchive, unreadable } from './archive.ts';
import { type Counts, countsSchema } from './manifest.ts';
import { linesOf, readManifest } from './read-manifest.ts';

type RestoreContext = Pick<Context, 'state' | 'artifacts' | 'log'>;

export interface Restored extends Counts {
  readonly stories: number;
  /** When the backup was made, in milliseconds since the epoch. */
  readonly backedUpAt: number;
}

/** Why every provider rests after a restore; a user resumes them. */
const pausedReason =
  'restored: this installation was restored from a backup; check that nothing runs on the old one, then resume';

/**
 * Brings an installation back from a backup, into an empty Redis; records and pictures that are stored already stay. It gets a new epoch, so that
 * processes that still run on the old state stop, and every provider is paused, so that nothing is ordered before a user says so. A restore that
 * was cut off is repeated; until then no process starts.
 *
 * @param options.noticeMs how long processes of the old installation are given to stop, where the artifacts were used before
 *
 * Throws `not_empty`, `backup_unreadable`.
 */
export async function restore(
  { state, artifacts, log }: RestoreContext,
  from: Readable,
  { noticeMs = 2 * epochLookMs }: { readonly noticeMs?: number } = {},
): Promise<Restored> {
  const files = readArchive(from);
  const manifest = await readManifest(files, 'backup');
  const id = randomUUID();
  const epoch = { id, backedUpAt: manifest.at, restoredAt: null };
  await state.backups.begin(epoch, manifest.schema);
  const isShared = (await artifacts.epoch()) !== null || (await hasRecords(artifacts));
  await artifacts.setEpoch(id);
  const begun = performance.now();
  const counts = { keys: 0, records: 0, pictures: 0 };
  let end: Counts | null = null;
  for await (const { name, bytes } of files) {
    if (name.startsWith('state/')) {
      const dumped = linesOf<DumpedKey>(bytes);
      await state.backups.load(dumped);
      counts.keys += dumped.length;
    } else if (name.startsWith('records/')) {
      for (const { tenant, key, record } of linesOf<{ tenant: string; key: string; record: unknown }>(bytes)) {
        // One that is stored is younger: it was kept after the backup.
        await artifacts.writeRecord(tenant, key, record);
        counts.records += 1;
      }
    } else if (name.startsWith('pictures/')) {
      const sha256 = name.slice('pictures/'.length);
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw unreadable(`${name} is damaged`);
      if (!(await artifacts.has(sha256))) await artifacts.put(bytes);
      counts.pictures += 1;
    } else if (name === 'end.json') {
      end = countsSchema.parse(JSON.parse(bytes.toString()));
    }
  }
  if (end === null) throw unreadable('it breaks off; it is not whole');
  for (const kind of ['keys', 'records', 'pictures'] as const)
    if (counts[kind] !== end[kind]) throw unreadable(`it has ${counts[kind]} of ${end[kind]} ${kind}`);
  for (const provider of providerIds) await state.providers.pause(provider, pausedReason, null);
  // Processes on the old state look at the epoch now and then; nothing is ordered here before they have.
  const rest = isShared ? noticeMs - (performance.now() - begun) : 0;
  if (rest > 0) {
    log.info({ seconds: Math.ceil(rest / 1_000) }, 'waiting until processes of the old installation have stopped');
    await delay(rest);
  }
  const stories = await state.backups.finish(state.clock.now());
  return { ...counts, missing: end.missing, stories, backedUpAt: manifest.at };
}

async function hasRecords(artifacts: RestoreContext['artifacts']): Promise<boolean> {
  for await (const _ of artifacts.records()) return true;
  return false;
}
