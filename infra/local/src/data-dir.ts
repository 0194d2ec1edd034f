import { randomUUID } from 'node:crypto';
import { open, realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Hold, holdFile } from './hold-file.ts';
import { LocalError, systemCode } from './local-error.ts';
import { makeDir } from './make-dir.ts';

/** What a running system tells those who find its data folder taken. */
export interface UpFacts {
  /** Where its API listens; null until it does. */
  readonly url: string | null;
}

/**
 * Makes the folder (0700) when it is not there and proves by a real write that it can be written: permission bits lie on
 * read-only mounts, full disks and network shares.
 *
 * @returns its absolute path, free of symbolic links: one folder, one name
 * @throws LocalError `data_dir_unwritable`
 */
export async function prepareDataDir(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    await makeDir(absolute, 0o700);
    const real = await realpath(absolute);
    const probe = join(real, `.write-test-${randomUUID()}`);
    try {
      await using file = await open(probe, 'wx', 0o600);
      await file.writeFile('nextpanel');
      await file.sync();
    } finally {
      await rm(probe, { force: true });
    }
    return real;
  } catch (error) {
    const message = `The data folder ${absolute} cannot be written: ${adviceFor(error)}`;
    throw new LocalError('data_dir_unwritable', message, { cause: error });
  }
}

/**
 * Takes the data folder for this process by its `up.json`, or says who has it, so that a second `up` or `story` on the
 * same folder talks to the system that runs. What a dead one left is replaced.
 */
export function holdDataDir(path: string, facts: UpFacts): Promise<Hold<UpFacts>> {
  return holdFile(join(path, 'up.json'), facts);
}

function adviceFor(error: unknown): string {
  const otherwise = 'or set NEXTPANEL_DATA_DIR to a folder that you can write.';
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return `it belongs to somebody else. Change its owner (chown) ${otherwise}`;
    case 'EROFS':
      return `it is on a read-only file system. Mount it writable ${otherwise}`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk is full. Make room ${otherwise}`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `there is a file where the folder should be. Move it away ${otherwise}`;
    default:
      return `${error instanceof Error ? error.message : String(error)}. Repair that ${otherwise}`;
  }
}
