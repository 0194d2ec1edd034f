import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { awayForNow, changeError, NextpanelError } from '@nextpanel/core';
import type { Artifacts } from './artifacts.ts';
import { cachedDisk, codeOf, diskError, durableDisk, fileSize } from './disk.ts';
import { namesIn, openDiskRecords } from './disk-records.ts';
import { hashFile } from './hash-file.ts';
import { sweepDisk } from './sweep-disk.ts';
import { openTemporaries } from './temporaries.ts';
import { openTrash, touch } from './trash.ts';

export interface DiskArtifactsOptions {
  /** Root folder; created if missing. */
  readonly directory: string;
  /** Force bytes and folder entries to the disk before returning. Off only where losing them is acceptable. */
  readonly fsync: boolean;
}

/**
 * Artifacts on a local disk: `sha256/ab/cd…` and `records/<tenant>/ab/cd…`. Every file is written under a temporary name and
 * moved into place atomically, so a reader never sees part of a file. Files that a killed process left in `tmp/` are swept when
 * the next one opens the folder; damaged files are kept in `corrupt/` for inspection; unreferenced ones wait in `trash/`. Any number of processes may use the folder at once. Throws `data_dir_unwritable`.
 */
export async function openDiskArtifacts({ directory, fsync }: DiskArtifactsOptions): Promise<Artifacts> {
  const disk = fsync ? durableDisk(directory) : cachedDisk();
  const tmp = join(directory, 'tmp');
  const temporaries = openTemporaries(tmp);
  const folder = join(directory, 'sha256');
  const epochPath = join(directory, 'epoch');
  const artifactPath = (sha256: string) => `${folder}/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
  await probe(directory, tmp, temporaries.name());
  await temporaries.sweep();
  const trash = openTrash(join(directory, 'trash'));
  const records = openDiskRecords(join(directory, 'records'), { disk, trash, temporary: () => temporaries.name() });

  /** Compares a file's hash with its name; a file that fails is moved aside. */
  const check = async (sha256: string, actual: string) => {
    if (actual === sha256) return;
    const aside = join(directory, 'corrupt');
    await mkdir(aside, { recursive: true });
    await rename(artifactPath(sha256), join(aside, `${sha256}-${randomUUID()}`)).catch(() => undefined);
    throw new NextpanelError(
      'artifact_corrupt',
      `the stored file ${sha256} is damaged: its bytes have the SHA-256 ${actual}; it was moved to ${aside}`,
      { detail: { sha256 } },
    );
  };
  /**
   * What `read` returns for a file, brought back from the trash if necessary. Only an absent file counts as missing; a disk
   * that does not answer, or too many open files, is temporary.
   */
  const readStored = async <Content>(sha256: string, read: (path: string) => Promise<Content>): Promise<Content> => {
    const path = artifactPath(sha256);
    const missing = (cause: unknown) => {
      if (codeOf(cause) !== 'ENOENT') throw cause;
      throw new NextpanelError('artifact_missing', `the stored file ${sha256} is missing from ${directory}`, {
        cause,
        detail: { sha256 },
      });
    };
    return read(path).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT' && trash.bringBack(sha256, path)) return read(path).catch(missing);
      return missing(error);
    });
  };

  return {
    async put(bytes) {
      const sha256 = hash(bytes);
      const path = artifactPath(sha256);
      // Either way the file is young afterwards, so that a sweep that judges at this moment leaves it until the story that wants
      // it is known.
      const touchStored = () => trash.bringBack(sha256, path) && fileSize(path) === bytes.byteLength && touch(path);
      const cheap = disk.isCheap(bytes.byteLength);
      if (!cheap && touchStored()) return sha256;
      const from = temporaries.name();
      try {
        await disk.create(from, bytes);
        await disk.rename(from, path);
      } catch (error) {
        // Bytes that are stored already need no space.
        if (cheap && touchStored()) return sha256;
        throw error;
      }
      // An older copy, or this very one, which a sweep took for the old one it had judged.
      if (cheap && trash.moveBack(sha256, path)) touch(path);
      return sha256;
    },
    async putFile(write) {
      const path = temporaries.name();
      try {
        await write(path).catch((error: unknown) => {
          throw diskError(error);
        });
        const { sha256, bytes } = await hashFile(path);
        await disk.sync(path);
        await disk.rename(path, artifactPath(sha256));
        return { sha256, bytes };
      } finally {
        await rm(path, { force: true });
      }
    },
    async get(sha256) {
      const bytes = await readStored(sha256, (path) => disk.read(path));
      await check(sha256, hash(bytes));
      return bytes;
    },
    async open(sha256) {
      const { sha256: actual, bytes } = await readStored(sha256, hashFile);
      await check(sha256, actual);
      return {
        bytes,
        // Opened before anything is read, so that a file that is gone is an error and no broken stream.
        stream: async (range) =>
          (await open(artifactPath(sha256))).createReadStream(range && { start: range.first, end: range.last }),
      };
    },
    async check(bytes = 4_096) {
      const path = temporaries.name();
      await disk.create(path, Buffer.alloc(bytes));
      await rm(path);
    },
    async freeBytes() {
      const { bavail, bsize, files, ffree } = await statfs(directory);
      // File systems without a fixed number of files report 0 of 0.
      return files > 0 && ffree === 0 ? 0 : bavail * bsize;
    },
    async epoch() {
      try {
        return (await readFile(epochPath, 'utf8')).trim();
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    },
    async setEpoch(id) {
      const path = temporaries.name();
      await disk.create(path, Buffer.from(`${id}\n`));
      await disk.rename(path, epochPath);
    },
    has: async (sha256) => trash.bringBack(sha256, artifactPath(sha256)),
    ...records.access,
    async usage(signal) {
      let bytes = 0;
      for await (const start of namesIn(folder)) {
        signal.throwIfAborted();
        for await (const rest of namesIn(join(folder, start))) bytes += fileSize(join(folder, start, rest)) ?? 0;
      }
      for (const name of await trash.names()) bytes += fileSize(join(directory, 'trash', name)) ?? 0;
      return bytes;
    },
    async drop(sha256, before) {
      // One that is in the trash takes as much room.
      const [path] = [artifactPath(sha256), join(directory, 'trash', sha256)].filter((it) => fileSize(it) !== null);
      const facts = path === undefined ? null : await stat(path).catch(() => null);
      if (path === undefined || facts === null || facts.mtimeMs > before) return null;
      await rm(path, { force: true });
      return facts.size;
    },
    async emptyTrash(before) {
      let bytes = 0;
      for (const name of await trash.names()) bytes += (await trash.purge(name, before)) ?? 0;
      return bytes;
    },
    sweep: (options) => sweepDisk({ folder, artifactPath, records, trash }, options),
    [Symbol.dispose]: () => undefined,
  };
}

/** Stories are their tenants' own: a folder that is made here can be entered by its owner only. */
const ownerOnly = 0o700;
const othersBits = 0o007;

/** Earlier versions left the folder open to every user of the machine. A group that was let in stays: several users may serve one folder. */
async function closeToOthers(directory: string): Promise<void> {
  const { mode } = await stat(directory);
  // Only its owner may; whose folder it is decides who reads it.
  if ((mode & othersBits) !== 0) await chmod(directory, mode & 0o770).catch(() => undefined);
}

async function probe(directory: string, tmp: string, path: string): Promise<void> {
  try {
    await mkdir(tmp, { recursive: true, mode: ownerOnly });
    await closeToOthers(directory);
    await (await open(path, 'wx')).close();
    await rm(path);
  } catch (cause) {
    const full = diskError(cause);
    if (full instanceof NextpanelError) throw changeError(full, { detail: awayForNow });
    throw new NextpanelError(
      'data_dir_unwritable',
      `cannot write to ${directory} (${cause instanceof Error ? cause.message : String(cause)}); check the path and its permissions, or set NEXTPANEL_DATA_DIR`,
      { cause },
    );
  }
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
