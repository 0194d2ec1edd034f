import { readFile } from 'node:fs/promises';
import { type Client, createClient } from '@nextpanel/client';
import { type FailpointName, type ProviderId, parseStorySpec } from '@nextpanel/core';
import { freePort, startSystem, type TestSystem } from '@nextpanel/harness';
import { type LedgerEntry, startVendors, type VendorName, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

/**
 * The first example through every provider: the real SDKs over HTTP, against an emulator of the vendors with its own ledger.
 * Claims about money and the chain are checked there, not in our own state.
 */

let vendors: Vendors;
let system: TestSystem;
let client: Client;
let example: Record<string, unknown>;
let from = 0;

beforeAll(async () => {
  vendors = await startVendors({ latencyMs: 20 });
  const port = await freePort();
  system = await startSystem({
    PORT: String(port),
    NEXTPANEL_PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...vendorEnvironment(vendors),
  });
  client = createClient({ baseUrl: system.url() });
  const text = await readFile(new URL('../../examples/01-the-tortoise-and-the-hare.yaml', import.meta.url), 'utf8');
  const parsed = parseStorySpec(text);
  if (!parsed.ok) throw new Error('the example is not valid');
  example = parsed.spec;
});
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await vendors.stop();
});
beforeEach(() => {
  vendors.faults.clear();
  from = vendors.ledger.length;
});

async function untilCompleted(id: string): Promise<void> {
  const stop = new AbortController();
  for await (const event of client.events(id, { signal: stop.signal })) {
    if (event.type !== 'story.status') continue;
    if (event.status === 'needs_attention') {
      throw new Error(
        `waits for ${String(event.waitingOn)}: ${JSON.stringify((await client.story(id)).failures)}\n${system.process('worker').log()}`,
      );
    }
    if (event.status === 'completed') break;
  }
  stop.abort();
}

async function submit(title: string, render: Record<string, unknown>): Promise<string> {
  const defaults = { size: '1024x1024', batchSize: 8 };
  // The pages of the example are drawn in `story.sys.test.ts`.
  const book = { formats: ['cbz'] };
  // Its own style, or frames of another test would be recalled.
  const style = `${String(example.style)} (${title})`;
  return (await client.submit({ json: { ...example, title, style, book, render: { ...defaults, ...render } } })).id;
}

const paid = (vendor: VendorName): LedgerEntry[] =>
  vendors.ledger.slice(from).filter((entry) => entry.vendor === vendor);
const imagesOf = (entries: readonly LedgerEntry[]) =>
  entries.flatMap(({ images }) => images.map(({ sha256 }) => sha256));

/** Every request after the first batch was sent with the last frame of the previous batch, byte for byte, and the anchor. */
async function expectChain(id: string, vendor: VendorName): Promise<void> {
  const panels = await client.panels(id);
  const frame = (number: number) => panels[number - 1]?.frame?.sha256;
  const batchOf = new Map(panels.map((panel) => [panel.frame?.sha256, Math.ceil(panel.number / 8)]));
  for (const entry of paid(vendor)) {
    const batch = batchOf.get(entry.images[0]?.sha256);
    if (batch === undefined || batch === 1) continue;
    const received = entry.references.map(({ sha256 }) => sha256);
    expect(received).toContain(frame((batch - 1) * 8));
    expect(received).toContain(frame(1));
  }
}

const all: { provider: ProviderId; vendor: VendorName; model?: string }[] = [
  { provider: 'openai', vendor: 'openai' },
  { provider: 'azure', vendor: 'azure' },
  { provider: 'fal', vendor: 'fal' },
  { provider: 'fal', vendor: 'fal', model: 'nano-banana-2' },
  { provider: 'fal', vendor: 'fal', model: 'flux-2-pro' },
  { provider: 'openai-compatible', vendor: 'openai-compatible', model: 'local-model' },
];

describe('24 panels', () => {
  it('by the storyboard cost nothing and send nothing', async () => {
    await untilCompleted(await submit('storyboard', { provider: 'storyboard', size: '256x256' }));
    expect(vendors.ledger.length).toBe(from);
  });

  it.each(all)('by $provider $model are each paid once, chained by bytes', async ({ provider, vendor, model }) => {
    const id = await submit(`${provider} ${model}`, { provider, ...(model && { model }) });
    await untilCompleted(id);
    const images = imagesOf(paid(vendor));
    expect(images).toHaveLength(24);
    expect(new Set(images).size).toBe(24);
    const panels = await client.panels(id);
    expect(panels.map(({ frame }) => frame?.sha256)).toEqual(expect.arrayContaining(images));
    await expectChain(id, vendor);
    // Every payment has the provider's request id, or the address by which its picture can be fetched again.
    const named = (await client.ledger(id)).map(({ vendorId }) => vendorId?.split('#').at(-1) ?? '');
    const requestIds = new Set(paid(vendor).map(({ requestId }) => requestId));
    expect(new Set(named).size).toBe(requestIds.size);
    expect(named.filter((name) => !requestIds.has(name) && !/^urls?:/.test(name))).toEqual([]);
    const spent = paid(vendor).reduce((sum, { costUsd }) => sum + costUsd, 0);
    const { cost, progress } = await client.story(id);
    expect(progress.panels.drawn).toBe(24);
    // A self-hosted server has no price.
    expect(cost.spentUsd).toBeCloseTo(provider === 'openai-compatible' ? 0 : spent, 1);
    expect(cost.heldUsd + cost.possiblyUsd).toBe(0);
  });

  it.each(['series', 'one-call', 'contact-sheet'])('by openai in %s are three paid requests', async (method) => {
    const id = await submit(`openai ${method}`, { provider: 'openai', method, size: '1024x1024' });
    await untilCompleted(id);
    expect((await client.ledger(id)).map(({ state }) => state)).toEqual(['kept', 'kept', 'kept']);
    await expectChain(id, 'openai');
  });
});

describe('SIGKILL of the worker', () => {
  it.each<[FailpointName, string, Record<string, unknown>, VendorName]>([
    ['record-written', 'openai', { provider: 'openai' }, 'openai'],
    // The id is lost, but fal's webhook recovers it.
    ['request-accepted', 'fal', { provider: 'fal' }, 'fal'],
  ])('at %s by %s pays nothing twice', async (name, what, render, vendor) => {
    await system.process('worker')[Symbol.asyncDispose]();
    const doomed = await system.start('worker', { NEXTPANEL_FAILPOINT: `${name}:10`, NEXTPANEL_CONCURRENCY: '1' });
    const id = await submit(`killed ${name} ${what}`, render);
    expect(await doomed.exited).toBe('SIGKILL');
    if (name === 'request-accepted') await untilReported();
    await system.start('worker');
    await untilCompleted(id);
    const delivered = paid(vendor);
    const frames = new Set((await client.panels(id)).map(({ frame }) => frame?.sha256));
    const lost = imagesOf(delivered).filter((sha256) => !frames.has(sha256));
    const unknown = (await client.ledger(id)).filter(({ state }) => state === 'possibly_paid');
    // A synchronous answer in flight when the process died is lost, and is reported as such.
    expect(lost.length).toBeLessThanOrEqual(unknown.length);
    // What can be found again is not paid twice; only a call that never left counts as unknown, because it might have left.
    expect(vendor === 'fal' ? lost : []).toEqual([]);
    expect(unknown.length).toBeLessThanOrEqual(8);
    expect(frames.size).toBe(24);
    await expectChain(id, vendor);
  });

  /** Every job accepted by fal was reported to the API. */
  async function untilReported(): Promise<void> {
    await expect
      .poll(
        () => {
          const jobs = vendors.calls.filter(
            ({ vendor, operation }) => vendor === 'fal' && operation === 'order',
          ).length;
          const reported = new Set(vendors.webhooks.deliveries.map(({ requestId }) => requestId)).size;
          return jobs - reported;
        },
        { timeout: 20_000 },
      )
      .toBe(0);
  }
});

describe('faults of a vendor', () => {
  it('moderation stops only its own story, at its panel; another story continues', async () => {
    vendors.faults.next('moderation-input', { vendor: 'openai' });
    const blocked = await submit('blocked', { provider: 'openai' });
    const stop = new AbortController();
    for await (const event of client.events(blocked, { signal: stop.signal })) {
      if (event.type === 'story.status' && event.status === 'needs_attention') break;
    }
    stop.abort();
    const story = await client.story(blocked);
    expect(story.waitingOn).toBe('moderation_blocked');
    expect(story.failures).toHaveLength(1);
    await client.resume(blocked);
    await untilCompleted(await submit('not blocked', { provider: 'openai' }));
  });

  it('no vendor key is in any log, error or state', async () => {
    vendors.faults.next('wrong-key', { vendor: 'azure' });
    const id = await submit('wrong key', { provider: 'azure' });
    const stop = new AbortController();
    for await (const event of client.events(id, { signal: stop.signal })) if (event.type === 'provider.paused') break;
    stop.abort();
    expect((await client.story(id)).waitingOn).toBe('provider_paused');
    const said = JSON.stringify([await client.providers(), await client.story(id), await client.attempts(id)]);
    const logs = (['api', 'worker', 'finalizer'] as const).map((app) => system.process(app).log()).join('');
    expect(said + logs).not.toMatch(/sk-test-openai|azure-test-0123|fal-test-id/);
    await client.resumeProvider('azure');
    await untilCompleted(id);
  });
});
