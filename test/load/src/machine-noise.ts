import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hashed = randomBytes(16 << 20);
const files = 2_000;

/**
 * Milliseconds for a fixed piece of work: hashes 16 MB four times and writes 2,000 small files. It never changes, so how much it
 * differs from round to round is how much the machine does.
 */
export async function timeFixedWork(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'nextpanel-noise-'));
  try {
    const startedAt = performance.now();
    for (let time = 0; time < 4; time += 1) createHash('sha256').update(hashed).digest();
    for (let file = 0; file < files; file += 1) {
      const path = join(directory, String(file));
      await writeFile(`${path}.tmp`, 'noise');
      await rename(`${path}.tmp`, path);
    }
    return performance.now() - startedAt;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
