import { afterEach, beforeEach, expect, test } from 'vitest';
import { openKeyspace } from '../../src/keyspace.ts';
import { openStoryIndex, type StoryIndex } from '../../src/state/story-index.ts';
import { openTestState, type TestState, testIntent, testSubmission } from '../testing.ts';

let it: TestState;
let index: StoryIndex;
beforeEach(() => {
  it = openTestState();
  index = openStoryIndex(it.redis, openKeyspace(it.prefix), { now: Date.now });
});
afterEach(() => it[Symbol.asyncDispose]());

const submit = (id: string, over = {}) => it.state.stories.submit(testSubmission(id, 2, 1, over));
const statuses = async (tenant = 'test') =>
  Object.fromEntries([...(await index.read(tenant)).stories.values()].map(({ id, status }) => [id, status]));

test('the index follows new stories, their states, their money and their end', async () => {
  expect(await statuses()).toEqual({});
  await submit('a');
  await submit('b');
  await submit('c', { tenant: 'other' });
  expect(await statuses()).toEqual({ a: 'queued', b: 'queued' });
  await it.state.stories.pause('b');
  expect(await statuses()).toEqual({ a: 'queued', b: 'paused' });

  const lock = await it.lock('a');
  const claim = await it.state.batches.claim('a', lock, 'storyboard');
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  const { fence } = claim.batch;
  await it.state.batches.intend(fence, claim.batch, [testIntent('key:1', ['p1'])]);
  // Money changes without a change of the story itself.
  expect((await index.read('test')).spending.get('storyboard')).toMatchObject({ held: 20, spent: 0 });
  await it.state.batches.order(fence, [{ id: 'key:1', body: {} }]);
  await it.state.batches.settle(fence, claim.batch.id, [
    { id: 'key:1', key: 'key', outcome: 'refused', cost: 7, frames: [] },
  ] as never);
  expect((await index.read('test')).spending.get('storyboard')).toMatchObject({ held: 0, spent: 7 });

  const { lockKey } = await it.lock('b');
  await it.state.stories.cancel('b', lockKey);
  await it.redis.del(lockKey);
  await it.state.edits.delete({ id: 'b', lockKey, change: 'gone' });
  expect(Object.keys(await statuses())).toEqual(['a']);
  expect(await statuses('other')).toEqual({ c: 'queued' });
});

test('a read sees what was written before it, also while another one is under way', async () => {
  await submit('a');
  const first = index.read('test');
  await submit('b');
  const [before, after] = await Promise.all([first, index.read('test')]);
  expect(before.stories.has('a')).toBe(true);
  expect([...after.stories.keys()].sort()).toEqual(['a', 'b']);
});

test('of a thousand stories at rest, the second read reads none', async () => {
  const far = Date.now() - 3_600_000;
  for (let n = 0; n < 1_000; n += 1) await submit(`s${n}`);
  for (let n = 0; n < 1_000; n += 1) await it.state.stories.pause(`s${n}`);
  const keys = openKeyspace(it.prefix);
  // As if they had been at rest for an hour: what changed in the last two seconds is always read again.
  const old = Array.from({ length: 1_000 }, (_, n) => [String(far + n), `s${n}`]).flat();
  await it.redis.zadd(keys.tenantIndex('test', 'updated'), ...old);
  await it.redis.del(keys.active);
  const first = new Map((await index.read('test')).stories);
  expect(first.size).toBe(1_000);
  const { stories } = await index.read('test');
  expect(stories.size).toBe(1_000);
  // What is read again is another object.
  for (const [id, story] of first) expect(stories.get(id)).toBe(story);
});

test('filtered lists have the pages of the whole, in every order', async () => {
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await submit(id, { createdAt: 1_000 + id.charCodeAt(0) });
  for (const id of ['b', 'd', 'e', 'g']) await it.state.stories.pause(id);
  for (const [sort, order] of [
    ['created', ['b', 'd', 'e', 'g']],
    ['-created', ['g', 'e', 'd', 'b']],
    ['updated', ['b', 'd', 'e', 'g']],
    ['-updated', ['g', 'e', 'd', 'b']],
  ] as const) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await it.state.list({ tenant: 'test', status: 'paused', sort, limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect([sort, seen]).toEqual([sort, order]);
  }
  const found = await it.state.list({ tenant: 'test', query: 'STORY c', sort: 'created', limit: 10 });
  expect(found.items.map(({ id }) => id)).toEqual(['c']);
});
