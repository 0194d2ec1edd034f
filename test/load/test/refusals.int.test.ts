import { listAttempts, listProviders, readStory } from '@nextpanel/pipeline';
import { startVendors, type VendorName, vendorEnvironment } from '@nextpanel/vendors';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { openVendorContext, type VendorContext } from '../src/open-vendor-context.ts';

const tenant = 'test';
const hourMs = 3_600_000;
let lines: { level: number; msg: string }[] = [];
afterEach(() => {
  lines = [];
});

const open = (vendors: Parameters<typeof vendorEnvironment>[0], vendor: VendorName): Promise<VendorContext> =>
  openVendorContext({
    redisUrl: process.env.REDIS_URL as string,
    env: vendorEnvironment(vendors, vendor),
    log: pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
  });
const render = { provider: 'openai', model: 'gpt-image-2', batchSize: 4 };
const view = ({ context }: VendorContext, id: string) => readStory(context, { tenant, id });

describe('a vendor that refuses requests over its rate limit', () => {
  it('and names a time: the story shows it with the words, asks once, and warns after an hour, with one alert', async () => {
    await using vendors = await startVendors();
    await using system = await open(vendors, 'openai');
    vendors.faults.next('rate-limited-seconds', { times: 1_000, ms: 10_800_000 });
    const ids = [await system.submit('one', 4, render), await system.submit('two', 4, render)];
    for (const id of ids) {
      await expect.poll(async () => (await view(system, id)).waiting?.code, { timeout: 30_000 }).toBe('rate_limited');
    }
    const { waiting, status, warnings } = await view(system, ids[0] as string);
    expect([status, warnings]).toEqual(['drawing', []]);
    expect(waiting?.detail).toContain('Rate limit reached for images per minute');
    const inHours = (Date.parse(waiting?.until ?? '') - Date.now()) / hourMs;
    expect(inHours).toBeGreaterThan(2.9);
    expect(inHours).toBeLessThanOrEqual(3.3);
    const [provider] = (await listProviders(system.context)).filter(({ id }) => id === 'openai');
    expect(provider?.limits[0]?.refusing?.words).toContain('Rate limit reached');
    // One round: the panels that were sent before the first refusal came.
    expect(vendors.calls.filter(({ operation }) => operation === 'order').length).toBeLessThanOrEqual(8);

    // An hour later.
    const redis = new Redis(process.env.REDIS_URL as string);
    for (const id of ids) {
      await redis.hincrby(`${system.context.root}:story:${id}`, 'waitingSince', -hourMs);
    }
    redis.disconnect();
    for (const id of ids) {
      await expect
        .poll(async () => (await view(system, id)).warnings.map(({ code }) => code), { timeout: 30_000 })
        .toEqual(['rate_limited_long']);
      expect((await view(system, id)).status).toBe('drawing');
    }
    expect(lines.filter(({ msg, level }) => level >= 50 && msg.includes('for an hour'))).toHaveLength(1);
    for (const id of ids) {
      const { items } = await listAttempts(system.context, { tenant, id, limit: 50 });
      expect(items.length).toBeLessThanOrEqual(1);
    }
  });

  it('for its quota: the provider is paused with the words, and the story shows them', async () => {
    await using vendors = await startVendors();
    await using system = await open(vendors, 'openai');
    vendors.faults.next('quota-words', { times: 1_000 });
    const id = await system.submit('broke', 4, render);
    await expect.poll(async () => (await view(system, id)).waitingOn, { timeout: 30_000 }).toBe('provider_paused');
    expect((await view(system, id)).waiting?.detail).toContain('You exceeded your current quota');
    const [provider] = (await listProviders(system.context)).filter((it) => it.id === 'openai');
    expect(provider?.paused?.reason).toContain('You exceeded your current quota');
    expect(vendors.calls.filter(({ operation }) => operation === 'order').length).toBeLessThanOrEqual(4);
  });
});

describe("a server of one's own that has never answered", () => {
  it('gets one request at a time until a picture came, then several', async () => {
    await using vendors = await startVendors({ latencyMs: 400, compatible: { url: false, size: null } });
    await using system = await open(vendors, 'openai-compatible');
    const local = { provider: 'openai-compatible', model: 'local', batchSize: 4, size: '816x816' };
    const ids = await Promise.all(['one', 'two', 'three'].map((title) => system.submit(title, 4, local)));
    for (const id of ids)
      expect([await system.untilDrawn(id), (await view(system, id)).failures]).toEqual(['composing', []]);
    const orders = vendors.calls.filter(({ operation }) => operation === 'order');
    for (const route of ['generations', 'edits']) {
      const [first, ...others] = orders.filter(({ path }) => path.endsWith(route));
      expect(others.filter(({ at }) => at < (first?.endedAt ?? 0))).toEqual([]);
    }
    expect(vendors.underWay.most('openai-compatible')).toBe(2);
  });
});
