import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Client, createClient } from '@nextpanel/client';
import type { FailpointName } from '@nextpanel/core';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, type Vendors, type VendorsOptions, vendorEnvironment } from '@nextpanel/vendors';
import { describe, it } from 'vitest';

/**
 * A worker is killed after fal accepted a request and before its id was saved. fal's list of requests, or its webhook, says what
 * became of it, and nothing is paid twice. The emulator's ledger shows what was paid.
 */

const deadlineMs = 300_000;

interface World extends AsyncDisposable {
  readonly vendors: Vendors;
  readonly system: TestSystem;
  readonly client: Client;
}

async function open(options: VendorsOptions, env: Readonly<Record<string, string>> = {}): Promise<World> {
  await using opened = new AsyncDisposableStack();
  const vendors = opened.use(await startVendors(options));
  const system = opened.use(await startSystem({ ...vendorEnvironment(vendors, 'fal'), ...env }));
  const client = createClient({ baseUrl: system.url() });
  const owned = opened.move();
  return { vendors, system, client, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** The address of the API is known before it starts, so that webhooks can be sent there. */
async function withWebhooks(): Promise<Readonly<Record<string, string>>> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  const port = typeof address === 'object' && address ? address.port : 0;
  return { PORT: String(port), NEXTPANEL_PUBLIC_URL: `http://127.0.0.1:${port}` };
}

/** Submits four panels, or as many as `batchSize` says, lets the worker die, and starts another. */
async function killAt(
  { system, client }: World,
  failpoint: FailpointName,
  render: Readonly<{ batchSize?: number; [name: string]: unknown }> = {},
  times = 1,
): Promise<string> {
  const { batchSize = 4 } = render;
  const doomed = system.process('worker');
  await doomed.arm(`${failpoint}:${times}`);
  const { id } = await client.submit({
    json: {
      title: `killed at ${failpoint}`,
      render: { provider: 'fal', size: '1024x1024', ...render, batchSize },
      panels: Array.from({ length: batchSize }, (_, n) => ({ prompt: `the hare passes tree ${n + 1}` })),
    },
  });
  await doomed.exited;
  await system.start('worker');
  return id;
}

/** Follows the story to its end; answers with what it waited for on the way. */
async function untilEnded(client: Client, id: string): Promise<{ status: string; waitedOn: string[] }> {
  const stop = new AbortController();
  const waitedOn: string[] = [];
  for await (const event of client.events(id, { signal: stop.signal })) {
    if (event.type === 'story.waiting' && event.waitingOn !== null) waitedOn.push(event.waitingOn);
    if (event.type !== 'story.status') continue;
    if (['completed', 'composing', 'needs_attention'].includes(event.status)) {
      stop.abort();
      return { status: event.status, waitedOn };
    }
  }
  throw new Error('the events ended');
}

const states = async (client: Client, id: string) =>
  (await client.ledger(id)).map(({ panels, state }) => `${panels.join()} ${state}`).sort();

const allKept = ['1 kept', '2 kept', '3 kept', '4 kept'];

/**
 * At the last of the four: the vendor has them all. A request that was marked as ordered and never sent, which a worker killed earlier may
 * leave, counts as lost for as long as the vendor could still show it.
 */
const whenAllArrived = ['request-accepted', {}, 4] as const;

describe.concurrent('a worker killed between acceptance and saved id', () => {
  it.for([400, 5_000, 20_000])(
    'costs nothing when the list of requests can be read, though it shows them %i ms late',
    { timeout: deadlineMs },
    async (listingMs, { expect }) => {
      await using world = await open({ latencyMs: 500, fal: { listingMs } });
      const id = await killAt(world, ...whenAllArrived);
      const { status, waitedOn } = await untilEnded(world.client, id);
      expect(status).toBe('composing');
      // The others are listed before the next worker is up.
      if (listingMs > 10_000) expect(waitedOn).toContain('lookup');
      expect(await states(world.client, id)).toEqual(allKept);
      expect(world.vendors.ledger).toHaveLength(4);
    },
  );

  it('costs nothing when only the webhook says so, and the picture takes 25 s', { timeout: deadlineMs }, async ({
    expect,
  }) => {
    await using world = await open({ latencyMs: 25_000, fal: { history: 'forbidden' } }, await withWebhooks());
    const id = await killAt(world, ...whenAllArrived);
    expect(await untilEnded(world.client, id)).toMatchObject({ status: 'composing' });
    expect(await states(world.client, id)).toEqual(allKept);
    expect(world.vendors.ledger).toHaveLength(4);
  });

  it('that never came to the submit: the request is known to be absent, and ordered again without asking', {
    timeout: deadlineMs,
  }, async ({ expect }) => {
    await using world = await open(
      { latencyMs: 100, fal: { listingMs: 400 } },
      { FAL_START_SECONDS: '2', FAL_DRAW_SECONDS: '3' },
    );
    const id = await killAt(world, 'requests-ordered', { unknownOutcome: 'ask' });
    expect(await untilEnded(world.client, id)).toMatchObject({ status: 'composing' });
    const ledger = await world.client.ledger(id);
    expect(ledger.filter(({ state }) => state === 'kept')).toHaveLength(4);
    expect(ledger.filter(({ state }) => state === 'possibly_paid')).toEqual([]);
    expect(world.vendors.ledger).toHaveLength(4);
  });
});

describe.concurrent('a list of requests that may not be read', () => {
  it('what can be collected is collected before the user is asked', { timeout: deadlineMs }, async ({ expect }) => {
    await using world = await open({ latencyMs: 500, fal: { history: 'forbidden' } });
    const id = await killAt(world, 'request-accepted', { unknownOutcome: 'ask' }, 4);
    expect(await untilEnded(world.client, id)).toMatchObject({ status: 'needs_attention' });
    const found = await states(world.client, id);
    const lost = found.filter((it) => it.endsWith('possibly_paid')).length;
    expect(lost).toBeGreaterThanOrEqual(1);
    expect(found.filter((it) => it.endsWith('kept'))).toHaveLength(4 - lost);
    expect(world.vendors.ledger).toHaveLength(4);
    expect((await world.client.story(id)).waitingOn).toBe('unknown_outcome');
  });
});

describe.concurrent('submits of a batch', () => {
  it('are spread: a worker killed among them loses sight of two of eight at most', { timeout: deadlineMs }, async ({
    expect,
  }) => {
    await using world = await open({ latencyMs: 500, fal: { history: 'forbidden' } });
    const id = await killAt(world, 'request-accepted', { unknownOutcome: 'ask', batchSize: 8 }, 3);
    expect(await untilEnded(world.client, id)).toMatchObject({ status: 'needs_attention' });
    const lost = (await states(world.client, id)).filter((it) => it.endsWith('possibly_paid')).length;
    expect(lost).toBeGreaterThanOrEqual(1);
    expect(lost).toBeLessThanOrEqual(2);
    // The user decides about those; the others are drawn as if nothing had happened.
    await world.client.resume(id);
    await expect.poll(async () => (await world.client.story(id)).progress.panels.drawn, { timeout: 60_000 }).toBe(8);
    expect(world.vendors.ledger.length).toBeLessThanOrEqual(8 + lost);
  });
});

describe.concurrent('evidence about a request that counts as possibly paid', () => {
  it('comes by webhook: its cost is known, and its picture becomes a take', { timeout: deadlineMs }, async ({
    expect,
  }) => {
    const soon = { FAL_START_SECONDS: '6', FAL_DRAW_SECONDS: '1' };
    const webhooks = await withWebhooks();
    await using world = await open({ latencyMs: 20_000, fal: { history: 'forbidden' } }, { ...webhooks, ...soon });
    const id = await killAt(world, 'request-accepted');
    expect(await untilEnded(world.client, id)).toMatchObject({ status: 'composing' });
    await expect
      .poll(async () => (await world.client.story(id)).cost, { timeout: 60_000 })
      .toMatchObject({
        possiblyUsd: 0,
        heldUsd: 0,
      });
    const ledger = await world.client.ledger(id);
    expect(ledger.every(({ state }) => state === 'kept')).toBe(true);
    expect(ledger).toHaveLength(world.vendors.ledger.length);
    const takes = (await world.client.panels(id)).reduce((sum, panel) => sum + panel.takes, 0);
    expect(takes).toBe(ledger.length);
    const reported = ledger.filter(({ evidence }) => evidence.length > 0);
    expect(reported.length).toBeGreaterThanOrEqual(1);
    expect(reported[0]?.evidence[0]).toMatchObject({ source: 'webhook', says: 'found' });
  });

  it('comes from a user: the budget is free again', { timeout: deadlineMs }, async ({ expect }) => {
    await using world = await open({ latencyMs: 500, fal: { history: 'forbidden' } });
    const { client } = world;
    const id = await killAt(world, 'request-accepted', { unknownOutcome: 'ask' });
    expect(await untilEnded(client, id)).toMatchObject({ status: 'needs_attention' });
    const lost = (await client.ledger(id)).filter(({ state }) => state === 'possibly_paid');
    for (const [index, { request }] of lost.entries()) {
      const settled = await client.settleRequest(id, request, {
        paid: index === 0,
        ...(index === 0 && { costUsd: 0.5 }),
      });
      expect(settled).toMatchObject({ state: 'refused', code: 'settled_by_user', costUsd: index === 0 ? 0.5 : 0 });
    }
    const { cost, status } = await client.story(id);
    expect(cost.possiblyUsd).toBe(0);
    expect(status).toBe('needs_attention');
    const kept = (await client.ledger(id)).find(({ state }) => state === 'kept');
    if (kept)
      await expect(client.settleRequest(id, kept.request, { paid: false })).rejects.toMatchObject({
        code: 'invalid_state',
      });
  });
});

describe.concurrent('a paused story', () => {
  it('has what was ordered collected, and stays paused', { timeout: deadlineMs }, async ({ expect }) => {
    await using world = await open({ latencyMs: 4_000 });
    const { client, system } = world;
    const doomed = system.process('worker');
    await doomed.arm('request-id-saved:4');
    const { id } = await client.submit({
      json: {
        title: 'paused with pictures at fal',
        render: { provider: 'fal', batchSize: 4, size: '1024x1024' },
        panels: [1, 2, 3, 4, 5, 6].map((n) => ({ prompt: `the hare passes tree ${n}` })),
      },
    });
    await doomed.exited;
    await client.pause(id);
    await system.start('worker');
    await expect.poll(() => states(client, id), { timeout: 60_000 }).toEqual(allKept);
    expect((await client.story(id)).status).toBe('paused');
    await client.resume(id);
    expect(await untilEnded(client, id)).toMatchObject({ status: 'composing' });
    expect(world.vendors.ledger).toHaveLength(6);
  });
});
