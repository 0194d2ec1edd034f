import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFiles } from '../src/check-files.ts';
import { BrokenRun, type Load } from '../src/load.ts';
import { openPeerFiles } from '../src/peer-files.ts';

const load: Load = { stories: 2, batches: 2, panels: 2, latencyMs: 0, concurrency: 2 };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nextpanel-check-files-'));
  const keep = openPeerFiles(directory, false);
  for (const story of ['a', 'b']) {
    for (const batch of [0, 1]) for (const panel of [0, 1]) await keep(story, batch, panel);
  }
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function firstFile(kind: string): Promise<string> {
  const entries = await readdir(join(directory, kind), { recursive: true, withFileTypes: true });
  const file = entries.find((entry) => entry.isFile());
  return join(file?.parentPath ?? '', file?.name ?? '');
}

it('a run that left one frame and one record for each panel passes', async () => {
  await expect(checkFiles(directory, load)).resolves.toBeUndefined();
});

it('the files of a peer are the same when they are forced to the disk', async () => {
  const forced = await mkdtemp(join(tmpdir(), 'nextpanel-check-files-'));
  try {
    await openPeerFiles(forced, true)('a', 0, 0);
    const one = { ...load, stories: 1, batches: 1, panels: 1 };
    await expect(checkFiles(forced, one)).resolves.toBeUndefined();
  } finally {
    await rm(forced, { recursive: true, force: true });
  }
});

it.each([
  ['a frame is missing', async () => rm(await firstFile('sha256'))],
  ['a record is missing', async () => rm(await firstFile('records'))],
  ['a frame is cut short', async () => truncate(await firstFile('sha256'), 1_000)],
  [
    'a record names a frame that is not there',
    async () => writeFile(await firstFile('records'), '{"frames":[{"sha256":"ab"}]}'),
  ],
  ['a temporary file is left', async () => writeFile(join(directory, 'tmp', 'left'), '')],
])('a run is broken when %s', async (_, damage) => {
  await damage();
  await expect(checkFiles(directory, load)).rejects.toThrow(BrokenRun);
});
