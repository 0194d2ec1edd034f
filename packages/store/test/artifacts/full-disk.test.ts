import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Artifacts } from '../../src/artifacts/artifacts.ts';
import { openDiskArtifacts } from '../../src/artifacts/disk-artifacts.ts';
import { openSmallDisk } from './open-small-disk.ts';

const megabyte = 1_048_576;
const probe = await openSmallDisk(1);
await probe?.[Symbol.asyncDispose]();

/** Stores different contents of this size until none fits any more; answers with all that were stored. */
async function fill(artifacts: Artifacts, bytes: number) {
  const stored = new Map<string, Uint8Array>();
  for (;;) {
    const content = randomBytes(bytes);
    try {
      stored.set(await artifacts.put(content), content);
    } catch (error) {
      return { stored, error };
    }
  }
}

describe.skipIf(probe === null)('on a disk that is really full (skipped where no file system can be mounted)', () => {
  it.each([
    { fsync: true, bytes: 300_000 },
    { fsync: false, bytes: 300_000 },
    { fsync: true, bytes: 10_000 },
    // Written by a synchronous call, which on the last page writes less than it was asked to.
    { fsync: false, bytes: 10_000 },
  ])('$bytes bytes with fsync $fsync are stored whole or not at all, and fit again when there is room', async (it) => {
    await using disk = await openSmallDisk(4);
    const directory = (disk as NonNullable<typeof disk>).directory;
    const artifacts = await openDiskArtifacts({ directory, fsync: it.fsync });
    expect(await artifacts.freeBytes()).toBeGreaterThan(3 * megabyte);
    // Something else that can be removed later.
    await writeFile(join(directory, 'ballast'), randomBytes(megabyte));
    const { stored, error } = await fill(artifacts, it.bytes);
    expect(error).toMatchObject({ code: 'disk_full', retryable: true, money: 'none' });
    expect(stored.size).toBeGreaterThan(5);
    expect(await artifacts.freeBytes()).toBeLessThan(it.bytes + 100_000);
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
    for (const [sha256, content] of stored) expect(Buffer.compare(await artifacts.get(sha256), content)).toBe(0);

    const book = artifacts.putFile((path) => writeFile(path, randomBytes(2 * megabyte)));
    await expect(book).rejects.toMatchObject({ code: 'disk_full' });
    await writeFile(join(directory, 'rest'), Buffer.alloc(it.bytes)).catch(() => undefined);
    await expect(artifacts.check()).rejects.toMatchObject({ code: 'disk_full' });
    const record = artifacts.writeRecord('acme', 'key-1', { frames: 'x'.repeat(20_000) });
    await expect(record).rejects.toMatchObject({ code: 'disk_full' });
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
    // What is stored already needs no room.
    const [known] = stored.values();
    expect(stored.has(await artifacts.put(known as Uint8Array))).toBe(true);

    await rm(join(directory, 'ballast'));
    const content = randomBytes(it.bytes);
    expect(Buffer.compare(await artifacts.get(await artifacts.put(content)), content)).toBe(0);
    expect(await artifacts.writeRecord('acme', 'key-1', { n: 1 })).toBe(true);
    await artifacts.check();
  });

  it('a sweep makes room: moving into the trash needs none', async () => {
    await using disk = await openSmallDisk(4);
    const directory = (disk as NonNullable<typeof disk>).directory;
    const artifacts = await openDiskArtifacts({ directory, fsync: true });
    const { stored } = await fill(artifacts, 100_000);
    const [kept = ''] = stored.keys();
    const report = await artifacts.sweep({
      now: Date.now(),
      graceMs: 0,
      isWanted: (sha256) => sha256 === kept,
      expires: () => false,
      signal: new AbortController().signal,
    });
    expect(report.purged.files).toBe(stored.size - 1);
    expect(await artifacts.freeBytes()).toBeGreaterThan(3 * megabyte);
    expect(await artifacts.has(kept)).toBe(true);
  });
});
