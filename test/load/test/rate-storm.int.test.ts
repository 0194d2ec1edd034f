import { listAttempts, listProviders } from '@nextpanel/pipeline';
import { startVendors, unlimitedCatalogue, vendorEnvironment } from '@nextpanel/vendors';
import { expect, it } from 'vitest';
import { openVendorContext } from '../src/open-vendor-context.ts';

/** A minute of the limiter lasts six seconds here, so a vendor's ten seconds are one. */
const minuteMs = 6_000;
const windowMs = minuteMs / 6;

it('of the calls of 20 stories to a vendor that allows 10 images in 10 s, at most a quarter is refused, and no story needs help', {
  timeout: 180_000,
}, async () => {
  await using vendors = await startVendors({ rates: [{ vendor: 'openai', images: 10, windowMs }] });
  await using system = await openVendorContext({
    redisUrl: process.env.REDIS_URL as string,
    env: { ...vendorEnvironment(vendors, 'openai'), NEXTPANEL_CATALOGUE: unlimitedCatalogue },
    limits: {
      minuteMs,
      longestWaitMs: minuteMs / 2,
      pauses: { firstMs: minuteMs / 6, longestMs: 5 * minuteMs },
    },
  });
  const render = { provider: 'openai', model: 'gpt-image-2', size: '816x816', quality: 'low', batchSize: 5 };
  const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => system.submit(`story ${n}`, 5, render)));
  const statuses = await Promise.all(ids.map((id) => system.untilDrawn(id)));

  expect(new Set(statuses)).toEqual(new Set(['composing']));
  const orders = vendors.calls.filter(({ operation }) => operation === 'order');
  const refused = orders.filter(({ status }) => status === 429);
  console.log(`${refused.length} of ${orders.length} calls refused`);
  expect(orders.length - refused.length).toBe(100);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length / orders.length).toBeLessThanOrEqual(0.25);
  // Waiting uses up no attempt and writes none.
  for (const id of ids) {
    const { items } = await listAttempts(system.context, { tenant: 'test', id, limit: 50 });
    expect(items.map(({ outcome }) => outcome)).toEqual(['drawn']);
  }
  const [level] = (await listProviders(system.context)).flatMap(({ limits }) => limits);
  expect(level?.learnedPerMinute).toBeGreaterThanOrEqual(1);
});
