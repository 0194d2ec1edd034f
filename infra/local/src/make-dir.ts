import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './local-error.ts';

/**
 * Makes a folder and those above it, like `mkdir -p`; one that is there stays as it is. Node's own recursive mkdir (seen in
 * 24.21) never ends where the kernel answers ENOENT to making a folder in one that exists, as below /proc.
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
      // Somebody else made it meanwhile.
      if (systemCode(again) !== 'EEXIST') throw again;
    });
  }
}
