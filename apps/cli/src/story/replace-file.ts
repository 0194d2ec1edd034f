import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeDir } from '@nextpanel/local/make-dir';

const ownPart = /^\.part-(\d+)-/;

/**
 * Replaces the file at `path` as a whole: `write` receives a temporary name in the same folder, which is renamed once
 * everything is written. The folder is made if it does not exist.
 */
export async function replaceFile(path: string, write: (part: string) => Promise<void>): Promise<void> {
  await makeDir(dirname(path));
  const part = join(dirname(path), `.part-${process.pid}-${randomUUID().slice(0, 8)}-${basename(path)}`);
  try {
    await write(part);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

export function replaceBytes(path: string, bytes: Uint8Array): Promise<void> {
  return replaceFile(path, (part) => writeFile(part, bytes, { flush: true }));
}

/** Removes half-written files that killed commands left in a folder. */
export async function removeLostParts(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const pid = Number(ownPart.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) await rm(join(dir, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isSystemError(error) && error.code === 'EPERM';
  }
}

/** An error of the operating system (ENOSPC, EACCES, …), as Node throws it. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
