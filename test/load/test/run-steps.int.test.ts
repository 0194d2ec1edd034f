import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runBareSteps } from '../src/bare-steps.ts';
import { checkFiles } from '../src/check-files.ts';
import type { Load } from '../src/load.ts';
import { runOwnSteps } from '../src/own-steps.ts';
import { openPeerFiles } from '../src/peer-files.ts';

const load: Load = { stories: 3, batches: 2, panels: 3, latencyMs: 5, concurrency: 2 };
const redisUrl = () => process.env.REDIS_URL ?? '';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nextpanel-run-steps-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it.each([false, true])('nextpanel leaves a frame and a record for every panel, fsync %s', async (fsync) => {
  const { makespanMs } = await runOwnSteps(redisUrl(), load, directory, fsync);
  expect(makespanMs).toBeGreaterThan(2 * load.batches * load.latencyMs);
  await expect(checkFiles(directory, load)).resolves.toBeUndefined();
});

it('a bare step job leaves the same files', async () => {
  await runBareSteps(redisUrl(), load, openPeerFiles(directory, false));
  await expect(checkFiles(directory, load)).resolves.toBeUndefined();
});
