import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Client, createClient } from '@nextpanel/client';
import type { FailpointName } from '@nextpanel/core';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const callPrice = 0.01;

let opened: AsyncDisposableStack;
let vendors: Vendors;
let system: TestSystem;
let client: Client;
let directory: string;
beforeAll(async () => {
  opened = new AsyncDisposableStack();
  vendors = opened.use(await startVendors());
  directory = await mkdtemp(join(tmpdir(), 'nextpanel-script-'));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  system = opened.use(
    await startSystem({ ...vendorEnvironment(vendors, 'chat'), NEXTPANEL_SCRIPT_PRICE: String(callPrice) }),
  );
  client = createClient({ baseUrl: system.url() });
});
afterAll(() => opened.disposeAsync());

/** Twelve sentences: with the emulator one question for the scenes, and one for each of two scenes. */
const proseOf = (
  title: string,
) => `In ${title} the hare Ida met the tortoise Olga. “You are slow,” said Ida. The sun came up over Olga. “We will see,” said Olga.

So the two of them, Ida and Olga, stood at the oak. A fox called Rolf raised his flag. “Run!” cried Rolf. Off went Ida.

At noon the hare slept under a tree. Slowly the tortoise went past Ida. “Wake up,” whispered the wind. Then it was Olga who won.`;

/** Where the worker is killed with SIGKILL, and how many answers that may cost. */
const places: readonly (readonly [place: string, name: FailpointName, times: number, lost: 0 | 1])[] = [
  ['the first question is ordered', 'requests-ordered', 1, 1],
  ['the scenes are recorded', 'record-written', 1, 0],
  ['a question about a scene is ordered', 'requests-ordered', 2, 1],
  ['the panels of a scene are recorded', 'record-written', 2, 0],
];

it('SIGKILL while a model adapts a script loses nothing, and what may be paid twice is reported', async () => {
  for (const [place, name, times, lost] of places) {
    const before = vendors.judged.length;
    const doomed = system.process('worker');
    await doomed.arm(`${name}:${times}`);
    const { id } = await client.scripts.adapt(proseOf(place), { model: 'writes-all' });
    expect(await doomed.exited, place).toBe('SIGKILL');
    await system.start('worker');
    const seen = new Set<number | undefined>();
    const script = await client.scripts.wait(id, { onProgress: ({ progress }) => seen.add(progress?.scenes) });
    // By its events, not by reading it now and then: none is left out.
    expect(seen.has(0) || seen.has(1), place).toBe(true);
    expect(script, place).toMatchObject({ status: 'done', reason: null });
    expect(script.draft?.story.panels, place).toHaveLength(6);
    expect(script.draft?.coverage, place).toMatchObject({ notVerbatim: [], outOfOrder: [] });
    const answers = vendors.judged.length - before;
    const possibly = script.calls.filter(({ state }) => state === 'possibly_paid').length;
    // Scenes are asked about side by side: the kill may catch the other one on its way, too.
    expect(possibly, place).toBeGreaterThanOrEqual(lost);
    expect(possibly, place).toBeLessThanOrEqual(2);
    expect(answers, place).toBeLessThanOrEqual(3 + possibly);
    expect(script.spentUsd + script.possiblyUsd, place).toBeGreaterThanOrEqual(callPrice * answers - 1e-9);
    expect(
      script.calls.filter(({ state }) => state === 'ordered'),
      place,
    ).toEqual([]);
  }
  const { providers } = await client.spending();
  expect(providers.script?.heldUsd).toBe(0);
}, 240_000);

it('the command line shows the price, waits for the draft and writes a story file that can be estimated', async () => {
  await writeFile(join(directory, 'race.txt'), proseOf('the command line'));
  const nextpanel = (...args: string[]) =>
    run(join(import.meta.dirname, '../../nextpanel'), args, {
      cwd: directory,
      env: { ...process.env, NEXTPANEL_URL: system.url(), NO_COLOR: '1' },
    });
  const before = vendors.judged.length;
  const price = await nextpanel('script', 'race.txt', '--model', 'writes-all', '--dry-run');
  expect(price.stderr).toContain('About 2 questions to writes-all, about $0.02, at most $0.06.');
  expect(vendors.judged).toHaveLength(before);
  const { stdout, stderr } = await nextpanel('script', 'race.txt', '--model', 'writes-all', '--title', 'The Race');
  expect(stdout).toBe('race.yaml\n');
  expect(stderr).toContain('6 panels, read as prose.');
  expect(await readFile(join(directory, 'race.yaml'), 'utf8')).toContain("the model's suggestion");
  const estimate = await nextpanel('estimate', 'race.yaml');
  expect(estimate.stdout).toContain('6 in 1 batches');
  await expect(nextpanel('script', 'race.txt', '--model', 'another')).rejects.toMatchObject({
    stderr: expect.stringContaining('exists already'),
  });
  const [newest] = await client.scripts.list();
  expect(newest).toMatchObject({ status: 'done', maxUsd: 0.06 });
}, 120_000);
