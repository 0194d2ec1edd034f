import { type Client, createClient } from '@nextpanel/client';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';

let system: TestSystem;
let redis: Redis;
let client: Client;
beforeEach(async () => {
  system = await startSystem({ STORYBOARD_LATENCY_MS: '300' });
  redis = new Redis(system.redis.url);
  client = createClient({ baseUrl: system.url(), retries: 0 });
});
afterEach(async () => {
  redis.disconnect();
  await system[Symbol.asyncDispose]();
});

/** Less than Redis already uses: it refuses every command that needs more, and answers all others. */
const fill = () => redis.config('SET', 'maxmemory', '1');
const free = () => redis.config('SET', 'maxmemory', '0');

const story = (title: string, panels: number) => ({
  json: {
    title,
    render: { size: '128x128' },
    panels: Array.from({ length: panels }, (_, index) => ({ prompt: `${title}: the hare passes tree ${index + 1}` })),
  },
});

/** Follows a story until an event matches, and returns that event. */
async function until(id: string, fits: (event: { type: string; status?: unknown }) => boolean): Promise<void> {
  const stop = new AbortController();
  for await (const event of client.events(id, { signal: stop.signal })) {
    if (event.type === 'story.status' && event.status === 'needs_attention')
      throw new Error(`the story waits for ${String(event.waitingOn)}\n${system.process('worker').log()}`);
    if (fits(event)) break;
  }
  stop.abort();
}

test('while Redis has no memory left, writes are refused with advice, and reads are answered', async () => {
  const { id } = await client.submit(story('before', 1));
  await until(id, ({ type, status }) => type === 'story.status' && status === 'completed');
  await fill();
  for (const refused of [client.submit(story('during', 1)), client.amend(id, { title: 'Other' })]) {
    await expect(refused).rejects.toMatchObject({
      status: 503,
      code: 'redis_full',
      message: expect.stringMatching(/maxmemory/),
    });
  }
  const answer = await fetch(`${system.url()}/v1/stories`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(story('during', 1).json),
  });
  expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([503, true]);
  expect(await answer.json()).toMatchObject({
    type: '/problems/redis_full',
    detail: expect.stringMatching(/nothing was lost/),
  });
  expect((await client.story(id)).title).toBe('before');
  expect((await client.stories()).items).toHaveLength(1);
  expect(await client.queues()).toHaveLength(2);

  await free();
  const after = await client.submit(story('after', 1));
  await until(after.id, ({ type, status }) => type === 'story.status' && status === 'completed');
  expect((await client.amend(id, { title: 'Other' })).title).toBe('Other');
});

test('a story that was being drawn when memory ran out continues when there is some, and pays nothing twice', async () => {
  const { id } = await client.submit(story('cut short', 20));
  await until(id, ({ type }) => type === 'batch.drawn');
  await fill();
  // The current batch cannot be stored.
  await expect.poll(() => system.process('worker').log(), { timeout: 20_000 }).toContain('"code":"redis_full"');
  expect((await client.story(id)).status).not.toBe('completed');
  await free();
  await until(id, ({ type, status }) => type === 'story.status' && status === 'completed');
  const { progress, books, failures } = await client.story(id);
  expect([progress.panels, books, failures]).toEqual([{ drawn: 20, total: 20 }, ['pdf', 'cbz'], []]);
  const ledger = await client.ledger(id);
  expect(ledger.map(({ state }) => state)).toEqual(Array(20).fill('kept'));
  expect(ledger.flatMap(({ panels }) => panels).sort((a, b) => a - b)).toEqual(ledger.map((_, index) => index + 1));
});
