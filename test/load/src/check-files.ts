import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BrokenRun, type Load } from './load.ts';
import { frameBytes } from './peer-files.ts';

/**
 * Makes sure that a run left what it had to: for each panel one whole frame, and one record that names a frame that is there.
 * Throws BrokenRun.
 */
export async function checkFiles(directory: string, { stories, batches, panels }: Load): Promise<void> {
  const expected = stories * batches * panels;
  const [frames, records] = await Promise.all([filesIn(directory, 'sha256'), filesIn(directory, 'records')]);
  if (frames.length !== expected || records.length !== expected) {
    throw new BrokenRun(
      `${frames.length} frames and ${records.length} records in ${directory}, where ${expected} of each must be`,
    );
  }
  for (const frame of frames) {
    const { size } = await stat(frame);
    if (size !== frameBytes) throw new BrokenRun(`the frame ${frame} has ${size} bytes instead of ${frameBytes}`);
  }
  const names = new Set(frames.map((path) => path.split('/').slice(-2).join('')));
  for (const path of records) {
    const record = JSON.parse(await readFile(path, 'utf8')) as { frames: ({ sha256: string } | null)[] };
    if (record.frames.length !== 1 || !names.has(record.frames[0]?.sha256 ?? '')) {
      throw new BrokenRun(`the record ${path} does not name one of the frames`);
    }
  }
  const left = await readdir(join(directory, 'tmp'));
  if (left.length > 0) throw new BrokenRun(`${left.length} temporary files are left in ${directory}`);
}

async function filesIn(directory: string, kind: string): Promise<string[]> {
  const entries = await readdir(join(directory, kind), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
