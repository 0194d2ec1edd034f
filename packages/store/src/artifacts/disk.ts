import { closeSync, linkSync, openSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NextpanelError } from '@nextpanel/core';

/** The few things artifacts do to a file system, either forced to the disk or left to the page cache. Each throws `disk_full`. */
export interface Disk {
  /** Writes a new file; nothing of it is left when that fails. */
  create(path: string, bytes: Uint8Array): Promise<void>;
  /** Puts a finished file under its name, atomically, making the folder when needed. */
  rename(from: string, to: string): Promise<void>;
  /** The same, unless the name is taken: answers false then. The old name goes either way. */
  renameIfAbsent(from: string, to: string): Promise<boolean>;
  /** Forces a file's bytes to the disk, where that is asked for. */
  sync(path: string): Promise<void>;
}

/** Everything reaches the disk before a call answers: a rename is safe from a power cut once its folder is forced too. */
export function durableDisk(): Disk {
  const makeFolder = rememberFolders((made) => syncPath(dirname(made), 'r'));
  return {
    create: (path, bytes) => writeWhole(path, bytes, true),
    async rename(from, to) {
      try {
        await makeFolder(dirname(to));
        await rename(from, to);
        await syncPath(dirname(to), 'r');
      } catch (error) {
        await rm(from, { force: true });
        throw diskError(error);
      }
    },
    async renameIfAbsent(from, to) {
      try {
        await makeFolder(dirname(to));
        // A hard link fails when the name is taken, where a rename would overwrite.
        await link(from, to);
        await syncPath(dirname(to), 'r');
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        throw diskError(error);
      } finally {
        await rm(from, { force: true });
      }
    },
    sync: (path) =>
      syncPath(path, 'r+').catch((error: unknown) => {
        throw diskError(error);
      }),
  };
}

/**
 * What the process wrote survives the process, not a power cut. Small files take synchronous calls: they end in the page
 * cache and cost a fraction of as many trips through the thread pool (measured: 15 µs of CPU a file against 90).
 */
export function cachedDisk(): Disk {
  const makeFolder = rememberFolders(async () => undefined);
  return {
    async create(path, bytes) {
      if (bytes.byteLength > smallBytes) return writeWhole(path, bytes, false);
      try {
        const file = openSync(path, 'wx');
        try {
          // Not writeSync: on a disk that fills up it writes a part, says so, and does not fail.
          writeFileSync(file, bytes);
        } finally {
          closeSync(file);
        }
      } catch (error) {
        rmSync(path, { force: true });
        throw diskError(error);
      }
    },
    async rename(from, to) {
      try {
        await makeFolder(dirname(to));
        renameSync(from, to);
      } catch (error) {
        rmSync(from, { force: true });
        throw diskError(error);
      }
    },
    async renameIfAbsent(from, to) {
      try {
        await makeFolder(dirname(to));
        linkSync(from, to);
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        throw diskError(error);
      } finally {
        unlinkSync(from);
      }
    },
    sync: async () => undefined,
  };
}

/** Size of a file in bytes, or null. A look into the directory cache, not worth a trip through the thread pool. */
export const fileSize = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.size ?? null;

const smallBytes = 64 * 1_024;

async function writeWhole(path: string, bytes: Uint8Array, sync: boolean): Promise<void> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(bytes);
      if (sync) await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw diskError(error);
  }
}

async function syncPath(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes folders once each; `onMade` gets the topmost one that was made. */
function rememberFolders(onMade: (folder: string) => Promise<void>): (folder: string) => Promise<void> {
  const known = new Set<string>();
  return async (folder) => {
    if (known.has(folder)) return;
    const made = await mkdir(folder, { recursive: true });
    if (made !== undefined) await onMade(made);
    known.add(folder);
  };
}

/** A full disk by its own code, also where a library wrapped it; anything else as it is. */
export function diskError(thrown: unknown): unknown {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause) {
    const code = codeOf(cause);
    if (code !== 'ENOSPC' && code !== 'EDQUOT') continue;
    return new NextpanelError('disk_full', 'the disk is full; free some space, and everything goes on by itself', {
      cause: thrown,
      retryable: true,
    });
  }
  return thrown;
}

export const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
