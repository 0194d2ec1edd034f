import { type Client, createClient } from '@nextpanel/client';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';

/** What fal could not say at first is asked once more when the user resumes the story, before anything is bought for the same panel. */

const deadlineMs = 120_000;
const panels = 2;

interface World extends AsyncDisposable {
  readonly vendors: Vendors;
  readonly system: TestSystem;
  readonly client: Client;
}

async function open(): Promise<World> {
  await using opened = new AsyncDisposableStack();
  const vendors = opened.use(await startVendors({ latencyMs: 200, fal: { history: 'forbidden' } }));
  const soon = { FAL_START_SECONDS: '2', FAL_DRAW_SECONDS: '2' };
  const system = opened.use(await startSystem({ ...vendorEnvironment(vendors, 'fal'), ...soon }));
  const owned = opened.move();
  return {
    vendors,
    system,
    client: createClient({ baseUrl: system.url() }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function submit({ client }: World): Promise<string> {
  const { id } = await client.submit({
    json: {
      title: 'asked again',
      render: { provider: 'fal', size: '1024x1024', unknownOutcome: 'ask' },
      panels: Array.from({ length: panels }, (_, n) => ({ prompt: `the hare passes tree ${n + 1}` })),
    },
  });
  return id;
}

const untilStopped = ({ client }: World, id: string) =>
  expect.poll(async () => (await client.story(id)).status, { timeout: 40_000, interval: 200 }).toBe('needs_attention');

async function resumeToEnd({ client }: World, id: string): Promise<void> {
  await client.resume(id);
  await expect
    .poll(async () => (await client.story(id)).progress.panels.drawn, { timeout: 40_000, interval: 200 })
    .toBe(panels);
}

describe('a request of unknown outcome', () => {
  it('is found in a list that could not be read before', { timeout: deadlineMs }, async () => {
    await using world = await open();
    const { vendors, client } = world;
    vendors.faults.next('reset-after-work', { vendor: 'fal', match: { operation: 'order' } });
    const id = await submit(world);
    await untilStopped(world, id);
    expect((await client.ledger(id)).map(({ state }) => state).sort()).toEqual(['kept', 'possibly_paid']);
    // The account may read its list now.
    vendors.fal.history = 'open';
    await resumeToEnd(world, id);
    expect(vendors.ledger).toHaveLength(panels);
    const ledger = await client.ledger(id);
    expect(ledger.map(({ state }) => state)).toEqual(['kept', 'kept']);
    expect(ledger.flatMap(({ evidence }) => evidence)).toMatchObject([{ says: 'found', source: 'history' }]);
    expect((await client.story(id)).cost).toMatchObject({ possiblyUsd: 0, heldUsd: 0 });
  });

  it('that never arrived costs nothing once the list can be read', { timeout: deadlineMs }, async () => {
    await using world = await open();
    const { vendors, client } = world;
    vendors.faults.next('reset-before-work', { vendor: 'fal', match: { operation: 'order' } });
    const id = await submit(world);
    await untilStopped(world, id);
    vendors.fal.history = 'open';
    await resumeToEnd(world, id);
    expect(vendors.ledger).toHaveLength(panels);
    expect((await client.ledger(id)).map(({ state, code }) => code ?? state).sort()).toEqual([
      'kept',
      'kept',
      'never_arrived',
    ]);
    expect((await client.story(id)).cost).toMatchObject({ possiblyUsd: 0, heldUsd: 0 });
  });
});

describe('a result that fal says is gone', () => {
  it('is asked for once more by its old id, and fetched from the list', { timeout: deadlineMs }, async () => {
    await using world = await open();
    const { vendors, client, system } = world;
    using opened = new DisposableStack();
    const redis = opened.adopt(new Redis(system.redis.url), (it) => it.disconnect());
    vendors.faults.next('forgotten', { vendor: 'fal', times: 1_000 });
    const id = await submit(world);
    await expect.poll(async () => (await client.story(id)).waitingOn, { timeout: 40_000 }).toBe('lookup');
    await missedForLong(redis, id);
    await untilStopped(world, id);
    expect((await client.story(id)).waitingOn).toBe('result_expired');
    vendors.fal.history = 'open';
    await resumeToEnd(world, id);
    expect(vendors.ledger).toHaveLength(panels);
    expect((await client.ledger(id)).map(({ state }) => state)).toEqual(['kept', 'kept']);
  });
});

/** The vendor is believed after a minute: it has said so for longer. */
async function missedForLong(redis: Redis, id: string): Promise<void> {
  const [key = ''] = await redis.keys(`*:story:${id}:requests`);
  await expect
    .poll(async () => (await redis.hkeys(key)).filter((it) => it.endsWith('.missingAt')).length, { timeout: 20_000 })
    .toBe(panels);
  for (const field of await redis.hkeys(key)) if (field.endsWith('.missingAt')) await redis.hset(key, field, '1');
}
