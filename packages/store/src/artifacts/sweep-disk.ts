import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { wallClock } from '../clock.ts';
import { HashSet, hashesIn } from '../hashes-in.ts';
import type { SweepOptions, SweepReport, Swept } from './artifacts.ts';
import { type DiskRecords, namesIn, trashName } from './disk-records.ts';
import type { Trash } from './trash.ts';

/** Records read at once. */
const recordsAtOnce = 16;

interface SweptDisk {
  /** The folder `sha256/`. */
  readonly folder: string;
  readonly artifactPath: (sha256: string) => string;
  readonly records: DiskRecords;
  readonly trash: Trash;
}

/**
 * One sweep; see `SweepOptions` for what stays. In memory are the hashes of unreferenced files, at 32 bytes each, and the names
 * in the trash; records are only read if they could save something.
 */
export async function sweepDisk(disk: SweptDisk, options: SweepOptions): Promise<SweepReport> {
  const { graceMs, now, isWanted, signal } = options;
  const { artifactPath, trash } = disk;
  // Files are dated by this machine's clock. If that clock is wrong, or was set recently, no file is old by it alone.
  const before = Math.min(now, wallClock()) - graceMs;
  // Without a grace period the sweep also removes what it moves to the trash.
  const trashedBefore = graceMs === 0 ? Number.POSITIVE_INFINITY : before;
  const trashed = tally();
  const purged = tally();
  let restored = 0;

  for await (const { name, path } of expiredRecords(disk, options, before)) trashed.add(await trash.takeIn(name, path));

  const inTrash = await trash.names();
  const unwanted = new HashSet();
  for (const name of inTrash) if (isHash(name) && !isWanted(name)) unwanted.add(name);
  for await (const sha256 of oldArtifacts(disk, isWanted, before)) {
    signal.throwIfAborted();
    unwanted.add(sha256);
  }
  if (unwanted.size > 0) await spareNamed(disk, unwanted, signal);

  for (const name of inTrash) {
    signal.throwIfAborted();
    if (isHash(name) && !unwanted.has(name)) {
      // It was not requested since it was trashed, or it would be in its place; but a request may come at any time.
      if (trash.moveBack(name, artifactPath(name))) restored += 1;
      continue;
    }
    purged.add(await trash.purge(name, trashedBefore));
    unwanted.delete(name);
  }
  for (const sha256 of unwanted) {
    signal.throwIfAborted();
    trashed.add(await trash.takeIn(sha256, artifactPath(sha256)));
    if (graceMs === 0) purged.add(await trash.purge(sha256, trashedBefore));
  }
  return { trashed: trashed.sum, purged: purged.sum, restored };
}

/** Old records that expire and whose artifacts are all unreferenced. */
async function* expiredRecords({ records }: SweptDisk, { expires, isWanted, signal }: SweepOptions, before: number) {
  for await (const { tenant, key } of records.access.records()) {
    signal.throwIfAborted();
    if (!expires(key)) continue;
    const path = records.path(tenant, key);
    if (!(await isOld(path, before))) continue;
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null || hashesIn(text).some(isWanted)) continue;
    yield { name: trashName(tenant, key), path };
  }
}

async function* oldArtifacts(
  { folder, artifactPath }: SweptDisk,
  isWanted: (sha256: string) => boolean,
  before: number,
) {
  for await (const start of namesIn(folder)) {
    for await (const rest of namesIn(join(folder, start))) {
      const sha256 = `${start}${rest}`;
      if (isHash(sha256) && !isWanted(sha256) && (await isOld(artifactPath(sha256), before))) yield sha256;
    }
  }
}

/** Removes what a record names from the unreferenced ones. */
async function spareNamed({ records }: SweptDisk, unwanted: HashSet, signal: AbortSignal): Promise<void> {
  const spare = async (path: string) => {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      // A record that cannot be read may name anything, so the sweep must not go ahead without it.
      throw error;
    });
    for (const sha256 of hashesIn(text)) unwanted.delete(sha256);
  };
  let underWay: Promise<void>[] = [];
  for await (const { tenant, key } of records.access.records()) {
    signal.throwIfAborted();
    underWay.push(spare(records.path(tenant, key)));
    if (underWay.length < recordsAtOnce) continue;
    await Promise.all(underWay);
    underWay = [];
  }
  await Promise.all(underWay);
}

const isHash = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/** Whether a file was last written or stored again at that time or earlier; a missing file is not old. */
const isOld = (path: string, before: number): Promise<boolean> =>
  stat(path).then(
    // Some file systems record fractions of a millisecond, which our clocks lack.
    ({ mtimeMs }) => Math.floor(mtimeMs) <= before,
    () => false,
  );

function tally(): { add(bytes: number | null): void; readonly sum: Swept } {
  let files = 0;
  let bytes = 0;
  return {
    add(size) {
      if (size === null) return;
      files += 1;
      bytes += size;
    },
    get sum() {
      return { files, bytes };
    },
  };
}
