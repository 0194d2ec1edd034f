import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@nextpanel/client';
import { copyWorkspace, startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, unlimitedCatalogue, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countCharges } from './src/count-charges.ts';
import { promptOf } from './src/story-plans.ts';

/**
 * A new version has other words in its prompts, other parameters and other defaults. What the version before it ordered is
 * collected all the same: a request is what was ordered, not what today's code would order.
 */

/** How long fal takes for a picture: long enough to stop a worker with every request at the vendor. */
const latencyMs = 1_500;

let vendors: Vendors;
let system: TestSystem;
let client: Client;

beforeAll(async () => {
  vendors = await startVendors({ latencyMs });
  system = await startSystem(vendorEnvironment(vendors, 'fal'));
  client = createClient({ baseUrl: system.url() });
  // Each test starts the workers it needs.
  await system.process('worker')[Symbol.asyncDispose]();
});
afterAll(async () => {
  await system?.[Symbol.asyncDispose]();
  await vendors?.stop();
});

interface Change {
  readonly what: string;
  /** How the version before it ends. */
  readonly signal: 'SIGTERM' | 'SIGKILL';
  readonly text?: { readonly file: string; readonly text: string; readonly by: string };
  readonly catalogue?: object;
}

const changes: Change[] = [
  {
    what: 'the wording of prompts',
    signal: 'SIGTERM',
    text: {
      file: 'packages/core/src/prompts/compose-panel-prompt.ts',
      text: 'One panel of an illustrated story',
      by: 'A single panel of an illustrated story',
    },
  },
  {
    what: 'a parameter sent to the vendor',
    signal: 'SIGKILL',
    text: {
      file: 'packages/providers/src/fal/fal-parameters.ts',
      text: '...(sends.size !== false && sizeInput(model, request)),',
      by: '...(sends.size !== false && sizeInput(model, request)), seed: 7,',
    },
  },
  {
    what: 'a default in the catalogue',
    signal: 'SIGKILL',
    catalogue: { models: ['flux-2-pro', 'nano-banana-2'].map((id) => ({ provider: 'fal', id, formats: ['jpeg'] })) },
  },
];

/** Starts a worker of the changed version. */
async function startChanged({ what, text, catalogue }: Change): Promise<AsyncDisposable> {
  await using opened = new AsyncDisposableStack();
  const copy = text === undefined ? undefined : opened.use(await copyWorkspace([text]));
  let file = unlimitedCatalogue;
  if (catalogue !== undefined) {
    file = join(system.dataDir, `${what.replaceAll(' ', '-')}.json`);
    await writeFile(file, JSON.stringify(catalogue));
  }
  opened.use(await system.start('worker', { NEXTPANEL_CATALOGUE: file }, copy?.folder));
  return opened.move();
}

/** Each model has limits of its own, so that stories of two models do not wait for each other. */
const flux = { model: 'flux-2-pro', size: '256x256' };
const nano = { model: 'nano-banana-2', size: '512x512' };

async function submit(name: string, panels: number, render: object): Promise<string> {
  const { id } = await client.submit({
    json: {
      title: name,
      style: `ink, ${name}`,
      panels: Array.from({ length: panels }, (_, index) => ({ prompt: promptOf(name, index + 1) })),
      render: { provider: 'fal', method: 'panels', ...render },
    },
  });
  return id;
}

/** Waits until so many requests are at the vendor under ids that were saved. */
async function untilAtVendor(id: string, requests: number): Promise<void> {
  const atVendor = async () =>
    (await client.ledger(id)).filter(({ state, vendorId }) => state === 'ordered' && vendorId != null).length;
  await expect.poll(atVendor, { interval: 20 }).toBe(requests);
}

async function expectPaidOnce(id: string, name: string, panels: number): Promise<void> {
  await expect.poll(async () => (await client.story(id)).progress.panels.drawn).toBe(panels);
  const each = Object.fromEntries(Array.from({ length: panels }, (_, index) => [String(index + 1), 1]));
  expect(Object.fromEntries(countCharges(vendors.ledger).get(name) ?? [])).toEqual(each);
  const ledger = await client.ledger(id);
  expect(ledger.map(({ state }) => state)).toEqual(Array.from({ length: panels }, () => 'kept'));
}

it.each(changes)(
  '$what changes with requests at the vendor: a batch of eight pictures, and one in the middle of a chain, are paid once',
  async (change) => {
    const { signal } = change;
    const [batch, chain] = ['batch', 'chain'].map((name) => `${name}-${randomUUID()}`) as [string, string];
    await using worker = await system.start('worker');
    const chained = await submit(chain, 6, { ...nano, batchSize: 2 });
    await expect.poll(async () => (await client.story(chained)).progress.batches.drawn, { interval: 20 }).toBe(1);
    const single = await submit(batch, 8, flux);
    await Promise.all([untilAtVendor(single, 8), untilAtVendor(chained, 2)]);
    worker.kill(signal);
    await worker.exited;
    await using _ = await startChanged(change);
    await Promise.all([expectPaidOnce(single, batch, 8), expectPaidOnce(chained, chain, 6)]);
  },
);
