import { renameSync, utimesSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { wallClock } from '../clock.ts';
import { codeOf, fileSize } from './disk.ts';

/** Unreferenced files, kept for a while. All moves are renames: a reader finds a file in its place or here, never a part. */
export interface Trash {
  /** Moves a file here, where its time starts again. Returns its size; null if it was gone. */
  takeIn(name: string, path: string): Promise<number | null>;
  /** Whether there is a file in this place, after moving it back from here if necessary. */
  bringBack(name: string, path: string): boolean;
  /** Moves a file back if it is here, over one that may be in its place. Returns whether it was here. */
  moveBack(name: string, path: string): boolean;
  names(): Promise<string[]>;
  /** Permanently removes a file that was moved here before `before` (ms since the epoch). Returns its size; null if it stays. */
  purge(name: string, before: number): Promise<number | null>;
}

export function openTrash(folder: string): Trash {
  const moveBack = (name: string, path: string): boolean => {
    // Most requested files were never here: asking the directory cache is cheaper than a failed move.
    if (fileSize(`${folder}/${name}`) === null) return false;
    try {
      renameSync(join(folder, name), path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
  };
  return {
    async takeIn(name, path) {
      const size = fileSize(path);
      // Before the move: a crash between the two leaves a young file in its place, not an old one in the trash.
      if (size === null || !touch(path)) return null;
      // Created again if the trash was emptied manually.
      await mkdir(folder, { recursive: true });
      try {
        renameSync(path, join(folder, name));
        return size;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    },
    moveBack,
    bringBack(name, path) {
      if (fileSize(path) !== null) return true;
      if (moveBack(name, path)) return true;
      // Another process may have been faster; only its present place counts.
      return fileSize(path) !== null;
    },
    names: () =>
      readdir(folder).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return [];
        throw error;
      }),
    async purge(name, before) {
      const facts = await stat(join(folder, name)).catch(() => null);
      if (!facts || facts.mtimeMs > before) return null;
      await rm(join(folder, name), { force: true });
      return facts.size;
    },
  };
}

/** Renews the age of a file. Returns whether it exists. */
export function touch(path: string): boolean {
  try {
    const now = new Date(wallClock());
    utimesSync(path, now, now);
    return true;
  } catch (error) {
    // A file of another user, or a disk too full to store a time: the file exists anyway.
    return codeOf(error) !== 'ENOENT';
  }
}
