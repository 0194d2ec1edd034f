import { randomUUID } from 'node:crypto';
import { open, realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LocalError, systemCode } from './local-error.ts';
import { type LockAttempt, lockFile } from './lock-file.ts';
import { makeDir } from './make-dir.ts';

/** What a running system says to processes that find its data folder locked. */
export interface UpFacts {
  /** URL of its API; null until it listens. */
  readonly url: string | null;
}

/**
 * Makes the folder (0700) if it is missing and proves with a real write that it is writable: permission bits are misleading
 * on read-only mounts, full disks and network shares.
 *
 * @returns its absolute path without symbolic links, so that one folder has one name
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
 * Locks the data folder for this process with its `up.json`, or returns who has locked it, so that a second `up` or `story` on
 * the same folder uses the running system. The lock of a dead process is replaced.
 */
export function lockDataDir(path: string, facts: UpFacts): Promise<LockAttempt<UpFacts>> {
  return lockFile(join(path, 'up.json'), facts);
}

function adviceFor(error: unknown): string {
  const otherwise = 'or set NEXTPANEL_DATA_DIR to a writable folder.';
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return `it belongs to another user. Change its owner (chown) ${otherwise}`;
    case 'EROFS':
      return `it is on a read-only file system. Mount it writable ${otherwise}`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk is full. Free some space ${otherwise}`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `there is a file where the folder should be. Move it elsewhere ${otherwise}`;
    default:
      return `${error instanceof Error ? error.message : String(error)}. Fix that ${otherwise}`;
  }
}
