import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Client, createClient } from '@nextpanel/client';
import { startProcess, startSystem } from '@nextpanel/harness';
import { startVendors, vendorEnvironment } from '@nextpanel/vendors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The limits of models, as the vendor sees them: stories and worker processes compete, and one process is killed. */

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nextpanel-limits-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** A catalogue file with these limits, and no other limits per minute. */
async function catalogue(limits: Readonly<Record<string, { provider: string; concurrency: number }>>): Promise<string> {
  const file = join(directory, `${Object.keys(limits).join('-').replaceAll('/', '-')}.json`);
  const models = Object.entries(limits).map(([id, { provider, concurrency }]) => ({
    provider,
    id,
    limits: { concurrency, imagesPerMinute: null },
  }));
  await writeFile(file, JSON.stringify({ models }));
  return file;
}

async function submit(client: Client, title: string, panels: number, render: Record<string, unknown>): Promise<string> {
  const { id } = await client.submit({
    json: {
      title,
      render: { size: '1024x1024', batchSize: 4, ...render },
      panels: Array.from({ length: panels }, (_, n) => ({ prompt: `${title}: the hare passes tree ${n + 1}` })),
    },
  });
  return id;
}

const limitsOf = async (client: Client, provider: string) =>
  (await client.providers()).find(({ id }) => id === provider)?.limits;

const untilCompleted = (client: Client, id: string) =>
  expect.poll(async () => (await client.story(id)).status, { timeout: 120_000 }).toBe('completed');

describe.each([
  { vendor: 'openai' as const, model: 'gpt-image-2' },
  { vendor: 'fal' as const, model: 'nano-banana-2' },
  { vendor: 'openai-compatible' as const, model: 'local' },
])('a limit of three requests at once for $model', ({ vendor, model }) => {
  it('is kept by three stories in two worker processes, one of which is killed', async () => {
    await using vendors = await startVendors({ latencyMs: 300 });
    await using system = await startSystem({
      ...vendorEnvironment(vendors, vendor),
      NEXTPANEL_CATALOGUE: await catalogue({ [model]: { provider: vendor, concurrency: 3 } }),
    });
    await using second = await startProcess('worker', { ...system.env, NEXTPANEL_SEAT: 'second' });
    const client = createClient({ baseUrl: system.url() });
    const ids = await Promise.all(
      ['one', 'two', 'three'].map((title) => submit(client, `${vendor} ${title}`, 8, { provider: vendor, model })),
    );
    await expect.poll(() => vendors.ledger.length, { timeout: 60_000 }).toBeGreaterThan(4);
    system.process('worker').kill('SIGKILL');
    await system.process('worker').exited;
    await system.start('worker');
    await Promise.all(ids.map((id) => untilCompleted(client, id)));

    expect(vendors.underWay.most(vendor)).toBe(3);
    for (const id of ids) {
      const ledger = await client.ledger(id);
      expect(ledger.filter(({ state }) => state === 'kept')).toHaveLength(8);
      expect((await client.story(id)).failures).toEqual([]);
    }
    expect(await limitsOf(client, vendor)).toMatchObject([{ model, concurrency: 3, underWay: 0, waiting: 0 }]);
    expect(second.log()).not.toContain('"level":50');
  });
});

describe('the five images a minute of a model', () => {
  it('are its own, whatever the limits of the first model of its provider', async () => {
    await using vendors = await startVendors({ latencyMs: 10 });
    const { NEXTPANEL_CATALOGUE: _unlimited, ...env } = vendorEnvironment(vendors, 'azure');
    await using system = await startSystem(env);
    const client = createClient({ baseUrl: system.url() });
    const render = { provider: 'azure', model: 'gpt-image-1.5', batchSize: 8 };
    const id = await submit(client, 'azure', 8, render);
    const orders = () => vendors.calls.filter(({ operation }) => operation === 'order').length;
    await expect.poll(orders).toBe(5);
    await delay(3_000);
    expect(orders()).toBe(5);
    expect(await limitsOf(client, 'azure')).toMatchObject([
      { model: 'gpt-image-1.5', concurrency: 5, imagesPerMinute: 5 },
    ]);
    await client.cancel(id);
  });
});
