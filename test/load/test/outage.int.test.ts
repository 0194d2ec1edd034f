import { listAttempts, listLedger, listProviders, readEvents, readStory } from '@nextpanel/pipeline';
import { type DrawingVendor, type FaultName, startVendors, vendorEnvironment } from '@nextpanel/vendors';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { openVendorContext, type VendorContext } from '../src/open-vendor-context.ts';

/** Waits of the breaker are a sixteenth of the real ones. */
const outages = { firstMs: 300, longestMs: 20_000 };
const models: Readonly<Record<DrawingVendor, string>> = {
  openai: 'gpt-image-2',
  azure: 'gpt-image-2',
  fal: 'nano-banana-2',
  'openai-compatible': 'local',
};
const tenant = 'test';
let lines: { level: number; msg: string; provider?: string }[] = [];
afterEach(() => {
  lines = [];
});

async function open(vendors: Parameters<typeof vendorEnvironment>[0], vendor: DrawingVendor): Promise<VendorContext> {
  return openVendorContext({
    redisUrl: process.env.REDIS_URL as string,
    env: vendorEnvironment(vendors, vendor),
    outages,
    log: pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
  });
}

const submitThree = (system: VendorContext, vendor: DrawingVendor) =>
  Promise.all(
    ['one', 'two', 'three'].map((title) =>
      system.submit(`${vendor} ${title}`, 4, { provider: vendor, model: models[vendor], batchSize: 4 }),
    ),
  );

const outageOf = async ({ context }: VendorContext) =>
  (await listProviders(context)).find(({ outage }) => outage !== null)?.outage ?? null;
const alerts = () => lines.filter(({ msg, level }) => level >= 50 && msg.startsWith('the provider fails'));

describe.each([
  { vendor: 'openai' as const, fault: 'bad-gateway-html' as const, risked: 0 },
  { vendor: 'azure' as const, fault: 'unavailable' as const, risked: 0 },
  { vendor: 'openai-compatible' as const, fault: 'bad-gateway-html' as const, risked: 0 },
  { vendor: 'fal' as const, fault: 'unavailable' as const, risked: 5 },
])('an outage of $vendor ($fault)', ({ vendor, fault, risked }) => {
  it('stops no story: all continue when it is over, with one alert and without using up attempts', async () => {
    await using vendors = await startVendors();
    await using system = await open(vendors, vendor);
    vendors.faults.next(fault as FaultName, { vendor, times: 1_000_000, match: { operation: 'any' } });
    const ids = await submitThree(system, vendor);
    await expect.poll(() => outageOf(system), { timeout: 30_000 }).not.toBeNull();
    for (const id of ids) {
      await expect
        .poll(async () => (await readStory(system.context, { tenant, id })).waiting?.code, { timeout: 30_000 })
        .toBe('provider_down');
    }
    const view = await readStory(system.context, { tenant, id: ids[0] as string });
    expect(view).toMatchObject({ status: 'drawing', waitingOn: 'provider_down', failures: [] });
    expect(view.waiting?.detail).toMatch(/has been failing since \d{4}-\d\d-\d\d \d\d:\d\d UTC \(/);
    const ordered = () => vendors.calls.filter(({ operation }) => operation === 'order').length;
    const before = ordered();
    // Several waits go by; what is asked meanwhile is free where the vendor has such a thing.
    await expect
      .poll(async () => ((await outageOf(system))?.retryAt ?? '') > later(2_000), { timeout: 60_000 })
      .toBe(true);
    expect(ordered() - before).toBeLessThanOrEqual(risked);
    vendors.faults.clear();

    for (const id of ids) expect(await system.untilDrawn(id)).toBe('composing');
    expect(await outageOf(system)).toBeNull();
    expect(alerts()).toHaveLength(1);
    expect(lines.filter(({ msg }) => msg.startsWith('the provider works again'))).toHaveLength(1);
    for (const id of ids) {
      const { items } = await listAttempts(system.context, { tenant, id, limit: 50 });
      // Before three requests had failed, it could have been a matter of these requests.
      expect(items.at(-1)?.outcome).toBe('drawn');
      expect(items.length).toBeLessThanOrEqual(2);
      const types: string[] = [];
      for await (const { type } of readEvents(system.context, { tenant, id })) types.push(type);
      expect(types.filter((type) => type === 'provider.down')).toHaveLength(1);
      expect(types.filter((type) => type === 'provider.up')).toHaveLength(1);
    }
  });
});

describe('a server that refuses connections', () => {
  it('is waited for, and nothing is booked', async () => {
    const first = await startVendors();
    await using system = await open(first, 'openai');
    const state = first.saveState();
    const port = Number(new URL(first.url).port);
    await first.stop();
    const ids = await submitThree(system, 'openai');
    await expect.poll(() => outageOf(system), { timeout: 30_000 }).not.toBeNull();
    await expect
      .poll(async () => ((await outageOf(system))?.retryAt ?? '') > later(1_000), { timeout: 60_000 })
      .toBe(true);
    await using vendors = await startVendors({ port, state });
    for (const id of ids) expect(await system.untilDrawn(id)).toBe('composing');
    for (const id of ids) {
      const { cost } = await readStory(system.context, { tenant, id });
      expect(cost.possiblyUsd).toBe(0);
      const ledger = (await listLedger(system.context, { tenant, id, limit: 100 })).items;
      expect(ledger.filter(({ costUsd, state: of }) => costUsd > 0 && of !== 'kept')).toEqual([]);
    }
    expect(vendors.ledger).toHaveLength(12);
  });
});

describe('one request that always fails while others succeed', () => {
  it('is a matter of that request: it uses up its attempts, and the provider is not down', async () => {
    await using vendors = await startVendors();
    await using system = await open(vendors, 'openai');
    vendors.faults.next('server-error', { times: 1_000, match: { prompt: 'tree 2' } });
    const failing = await system.submit('poisoned', 4, { provider: 'openai', model: 'gpt-image-2', batchSize: 4 });
    expect(await system.untilDrawn(failing)).toBe('needs_attention');
    const story = await readStory(system.context, { tenant, id: failing });
    expect(story.failures).toMatchObject([{ panel: 2 }]);
    // No more than five times is risked for one picture.
    expect(vendors.calls.filter(({ fault }) => fault === 'server-error').length).toBeLessThanOrEqual(5);
    expect(await outageOf(system)).toBeNull();
    expect(alerts()).toEqual([]);
  });
});

const later = (ms: number): string => new Date(Date.now() + ms).toISOString();
