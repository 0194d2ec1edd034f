import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For tests: a disk that really gets full. */
export interface SmallDisk extends AsyncDisposable {
  readonly directory: string;
}

/**
 * A file system of a few megabytes, mounted where only a child process sees it and reached through that process, so that
 * nothing stays mounted whatever happens to the test. Null where the system permits no mounts of one's own.
 */
export async function openSmallDisk(megabytes: number): Promise<SmallDisk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-small-disk-'));
  const script = `mount -t tmpfs -o size=${megabytes}m none "$0" && echo mounted && exec cat`;
  // It ends when its input does, also when this process is killed.
  const child = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script, folder], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const failed = once(child, 'error').catch(() => undefined);
  const mounted = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => null), failed]);
  const close = async () => {
    child.stdin.end();
    if (child.exitCode === null && child.pid !== undefined) await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  if (!(mounted?.[0] instanceof Buffer)) {
    await close();
    return null;
  }
  return { directory: `/proc/${child.pid}/root${folder}`, [Symbol.asyncDispose]: close };
}
