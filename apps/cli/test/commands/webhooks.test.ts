import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { json, runInProcess, serve } from '../testing.ts';

const webhook = {
  id: 'wh0123456789abcdef',
  url: 'https://example.com/hook',
  events: [],
  description: null,
  createdAt: '2026-11-29T12:00:00.000Z',
  failingSince: null,
  disabled: null,
};

test('a webhook is added, and its secret printed once', async () => {
  const asked: string[] = [];
  await using server = await serve({
    'POST /v1/webhooks': async (request, response) => {
      asked.push(await text(request));
      await json({ ...webhook, secret: 'whsec_abc' }, 201)(request, response);
    },
    'GET /v1/webhooks': json({ items: [webhook], nextCursor: null }),
  });
  const run = (...args: string[]) => runInProcess([...args, '--url', server.url]);
  const added = await run('webhooks', 'add', webhook.url, '--event', 'story.status');
  expect([added.exitCode, added.stdout]).toEqual([0, 'wh0123456789abcdef whsec_abc\n']);
  expect(JSON.parse(asked[0] ?? '')).toEqual({ url: webhook.url, events: ['story.status'] });
  expect((await run('webhooks', 'list')).stdout).toMatch(
    /wh0123456789abcdef +https:\/\/example\.com\/hook +all +works/,
  );
});

test('deliveries are listed with what went wrong, whatever the server sends', async () => {
  const tries = [{ at: webhook.createdAt, status: 500, ms: 12, detail: 'the receiver answered 500\u001b[2J' }];
  const delivery = {
    id: 's1-1-0',
    story: 's1',
    event: '1-0',
    type: 'story.status',
    sequence: 1,
    state: 'pending',
    tries,
  };
  await using server = await serve({
    [`GET /v1/webhooks/${webhook.id}/deliveries`]: json({ items: [delivery], nextCursor: null }),
    [`POST /v1/webhooks/${webhook.id}/deliveries/s1-1-0/redeliver`]: json(delivery, 202),
  });
  const run = (...args: string[]) => runInProcess([...args, '--url', server.url]);
  const listed = await run('webhooks', 'deliveries', webhook.id);
  expect(listed.stdout).toContain('the receiver answered 500');
  expect(listed.stdout).not.toContain('\u001b');
  expect((await run('webhooks', 'redeliver', webhook.id, 's1-1-0')).stdout).toBe('s1-1-0 is sent again\n');
});
