import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const hashed = randomBytes(16 << 20);
const files = 2_000;

/**
 * Milliseconds for a fixed piece of work: hashes 16 MB four times and writes 2,000 small files into a new folder. It never
 * changes, so how much it differs from round to round is how much the machine does.
 */
export async function timeFixedWork(directory: string): Promise<number> {
  await mkdir(directory);
  const startedAt = performance.now();
  for (let time = 0; time < 4; time += 1) createHash('sha256').update(hashed).digest();
  for (let file = 0; file < files; file += 1) {
    const path = join(directory, String(file));
    await writeFile(`${path}.tmp`, 'noise');
    await rename(`${path}.tmp`, path);
  }
  return performance.now() - startedAt;
}
