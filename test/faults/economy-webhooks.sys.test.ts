import { createClient } from '@nextpanel/client';
import { freePort, startSystem } from '@nextpanel/harness';
import { startVendors, vendorEnvironment } from '@nextpanel/vendors';
import { expect, it } from 'vitest';

/** OpenAI reports that a batch is over; without that, the story would ask for it once a minute. */

const deadlineMs = 120_000;
const secret = `whsec_${Buffer.from('a secret of the project').toString('base64')}`;

it('a signed report wakes the story that waits for the batch; a forged one is refused and wakes nothing', {
  timeout: deadlineMs,
}, async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/v1/hooks/openai`;
  await using vendors = await startVendors({ batchMs: 5_000, openaiWebhook: { url, secret } });
  await using system = await startSystem({
    ...vendorEnvironment(vendors, 'openai'),
    PORT: String(port),
    OPENAI_WEBHOOK_SECRET: secret,
  });
  const client = createClient({ baseUrl: system.url() });
  const { id } = await client.submit({
    json: {
      title: 'reported',
      render: { provider: 'openai', model: 'gpt-image-2', method: 'economy', quality: 'low', batchSize: 2 },
      panels: [1, 2].map((n) => ({ prompt: `the hare passes tree ${n}` })),
    },
  });
  await expect.poll(async () => (await client.story(id)).waitingOn, { timeout: 30_000 }).toBe('vendor_batch');
  const forged = await fetch(url, {
    method: 'POST',
    headers: {
      'webhook-id': 'wh_1',
      'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
      'webhook-signature': `v1,${Buffer.from('of nobody').toString('base64')}`,
    },
    body: JSON.stringify({ type: 'batch.completed', data: { id: 'batch_1' } }),
  });
  expect(forged.status).toBe(401);
  const huge = await fetch(url, { method: 'POST', body: 'x'.repeat(100_000) });
  expect(huge.status).toBe(413);
  expect((await client.story(id)).status).toBe('drawing');
  await expect
    .poll(async () => (await client.story(id)).progress.panels.drawn, { timeout: 40_000, interval: 300 })
    .toBe(2);
  const polls = vendors.calls.filter(({ operation, path }) => operation === 'poll' && path.startsWith('/v1/batches/'));
  expect(polls).toHaveLength(1);
});

it('without a secret no reports are expected', { timeout: deadlineMs }, async () => {
  await using vendors = await startVendors();
  await using system = await startSystem(vendorEnvironment(vendors, 'openai'));
  const answer = await fetch(`${system.url()}/v1/hooks/openai`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(404);
});
