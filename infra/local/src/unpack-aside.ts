import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from './local-error.ts';

/** An unpacking this old was killed before it finished. */
const abandonedMs = 3_600_000;

export interface UnpackAsideOptions {
  /** The folder to make, in the user's cache folder. */
  readonly root: string;
  /** Whether the program unpacked under `root` starts on this machine. */
  readonly runs: (root: string) => Promise<boolean>;
  /** Puts the program into `unpacked`, which does not exist yet; `aside` holds it and is removed afterwards. */
  readonly unpack: (unpacked: string, aside: string) => Promise<void>;
}

/**
 * Makes sure that `root` holds a program that runs. It is unpacked into a folder beside `root` and renamed into place, so
 * that two processes at once, or a kill halfway, leave one complete copy. A copy that does not run here is replaced: the
 * cache may have been filled by another machine with the same home.
 *
 * @throws Error of `unpack`, or when what it unpacked does not start
 */
export async function unpackAside({ root, runs, unpack }: UnpackAsideOptions): Promise<void> {
  const home = dirname(root);
  await mkdir(home, { recursive: true });
  await removeAbandoned(home);
  const aside = await mkdtemp(join(home, '.unpack-'));
  try {
    const unpacked = join(aside, 'root');
    await unpack(unpacked, aside);
    if (!(await runs(unpacked))) throw new Error('the unpacked program does not start on this machine');
    await moveIntoPlace(unpacked, root, aside, runs);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function moveIntoPlace(
  unpacked: string,
  root: string,
  aside: string,
  runs: UnpackAsideOptions['runs'],
): Promise<void> {
  while (true) {
    try {
      return await rename(unpacked, root);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw error;
    }
    // Another process was faster and its copy is as good, or the copy there does not run on this machine.
    if (await runs(root)) return;
    await rename(root, join(aside, 'unusable')).catch(() => {});
  }
}

async function removeAbandoned(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith('.unpack-')) continue;
    const made = await stat(join(home, name)).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > abandonedMs) await rm(join(home, name), { recursive: true, force: true });
  }
}
