import { renameSync, utimesSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { wallClock } from '../clock.ts';
import { codeOf, fileSize } from './disk.ts';

/** What nobody wanted, kept for a while. All moves are renames: a reader finds a file in its place or here, never half. */
export interface Trash {
  /** Moves a file here, where its time begins anew. Answers its size; null when it was gone. */
  takeIn(name: string, path: string): Promise<number | null>;
  /** Whether there is a file in this place, after moving it back from here if need be. */
  bringBack(name: string, path: string): boolean;
  /** Moves a file back if it is here, over one that may be in its place. Answers whether it was here. */
  moveBack(name: string, path: string): boolean;
  names(): Promise<string[]>;
  /** Removes a file for good if it came before `before` (ms since the epoch). Answers its size; null when it stays. */
  purge(name: string, before: number): Promise<number | null>;
}

export function openTrash(folder: string): Trash {
  const moveBack = (name: string, path: string): boolean => {
    // Most of what is asked for was never here: a look into the directory cache is cheaper than a failed move.
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
      // Before the move: whoever dies between the two leaves a young file in its place, not an old one in the trash.
      if (size === null || !touch(path)) return null;
      // Made again when somebody emptied the trash by hand.
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
      // Somebody else may have been faster; where it is now, is what counts.
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

/** Makes a file young. Answers whether it is there. */
export function touch(path: string): boolean {
  try {
    const now = new Date(wallClock());
    utimesSync(path, now, now);
    return true;
  } catch (error) {
    // A file of another user, or a full disk that cannot even note a time: it is there all the same.
    return codeOf(error) !== 'ENOENT';
  }
}
