import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpFacts } from '@nextpanel/local';

/** What a running system writes into its data folder. */
export interface CliUpFacts extends UpFacts {
  readonly command: 'up' | 'story';
}

/** The URL of the system running on a data folder; null if none runs or it does not listen yet. */
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
