import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '../clock.ts';

/** After this long without a change, a file of an unknown process counts as abandoned. */
const abandonedMs = 24 * 60 * 60 * 1_000;

/** Names of temporary files. Each contains its process, so that the leftovers of a killed process can be recognised. */
export function openTemporaries(folder: string): { name(): string; sweep(): Promise<void> } {
  const host = hostname().replace(/[^\w-]/g, '-');
  const startedAt = wallClock() - process.uptime() * 1_000;
  const start = `${join(folder, `${host}.${process.pid}.${randomUUID()}`)}.`;
  let names = 0;

  const abandoned = async (name: string): Promise<boolean> => {
    const { mtimeMs } = await stat(join(folder, name));
    const [owner, pid = ''] = name.split('.');
    if (owner !== host) return wallClock() - mtimeMs > abandonedMs;
    // In a container the process has the same pid as its predecessor.
    if (Number(pid) === process.pid) return mtimeMs < startedAt;
    return !isAlive(Number(pid));
  };

  return {
    name() {
      names += 1;
      return `${start}${names}`;
    },
    /** Removes the files of dead processes of this host, and those older than a day. */
    async sweep() {
      for (const name of await readdir(folder)) {
        // Another process may sweep, or its owner rename it, at the same time.
        if (await abandoned(name).catch(() => false)) await rm(join(folder, name), { force: true });
      }
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
