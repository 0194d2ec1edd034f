import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './local-error.ts';

/**
 * Makes a folder and its parents, like `mkdir -p`; an existing folder is left as it is. Node's own recursive mkdir (24.21)
 * never returns where the kernel answers ENOENT for a new folder in an existing one, as below /proc.
 */
export async function makeDir(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const parent = dirname(path);
    if (systemCode(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (systemCode(error) !== 'ENOENT' || parent === path) throw error;
    await makeDir(parent, mode);
    await mkdir(path, { mode }).catch((again: unknown) => {
      // Another process has just made it.
      if (systemCode(again) !== 'EEXIST') throw again;
    });
  }
}
