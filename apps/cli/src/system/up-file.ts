import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpFacts } from '@nextpanel/local';

/** What a running system of ours says in its data folder. */
export interface CliUpFacts extends UpFacts {
  readonly command: 'up' | 'story';
}

/** The URL of the system that runs on a data folder; null when none does, or none that listens yet. */
export async function readRunningUrl(dataDir: string): Promise<string | null> {
  try {
    const { url, pid } = JSON.parse(await readFile(join(dataDir, 'up.json'), 'utf8'));
    // A killed system leaves its file; the next one on this folder replaces it.
    process.kill(pid, 0);
    return typeof url === 'string' ? url : null;
  } catch {
    return null;
  }
}
