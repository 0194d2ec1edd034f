import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ClaimedBatch } from '../../src/state/claimed-batch.ts';
import {
  openTestState,
  type TestState,
  testFrame,
  testIntent,
  testKept,
  testKey,
  testSent,
  testSubmission,
} from '../testing.ts';

let it: TestState;
let count = 0;
let tenant = '';
beforeAll(() => {
  it = openTestState();
});
afterAll(() => it[Symbol.asyncDispose]());
beforeEach(() => {
  count += 1;
  tenant = `t${count}`;
});

const none = { waitingStories: null, concurrentImages: null, imagesPerDay: null, usdPerDay: null };
const limit = (limits: Partial<typeof none> | Record<string, number>) =>
  it.state.tenantSettings.put({ id: tenant, name: tenant, weight: 1, limits: { ...none, ...limits } });

async function claimed(name: string): Promise<ClaimedBatch> {
  const id = `${tenant}${name}`;
  expect((await it.state.stories.submit(testSubmission(id, 8, 8, { tenant }))).kind).toBe('submitted');
  const claim = await it.state.batches.claim(id, await it.lock(id), 'storyboard');
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  return claim.batch;
}

const price = (dollars: number) => ({ expected: dollars * 500_000, high: dollars * 1_000_000 });

test('what a tenant holds, paid and may have paid today counts against its dollars of a day, over all its stories', async () => {
  await limit({ usdPerDay: 10 });
  const [a, b] = [await claimed('a'), await claimed('b')];
  expect(await it.state.batches.intend(a.fence, a, [testIntent('k1:1', ['p1'], price(6))])).toEqual({
    kind: 'intended',
  });
  const refused = await it.state.batches.intend(b.fence, b, [testIntent('k2:1', ['p1'], price(5))]);
  expect(refused).toMatchObject({
    kind: 'tenant',
    of: 'usd',
    limit: 10_000_000,
    needed: 11_000_000,
    these: 5_000_000,
    leftMs: expect.any(Number),
  });
  expect(await it.state.tenantSettings.use(tenant)).toMatchObject({ microUsd: 6_000_000, images: 1 });

  // It cost less than was held: there is room for the other one.
  await it.state.batches.order(a.fence, [testSent('k1:1')]);
  const kept = { id: 'k1:1', key: testKey('k1:1'), outcome: 'kept' as const, cost: 2_000_000 };
  await it.state.batches.settle(a.fence, a.id, [{ ...kept, frames: [testKept('p1', testFrame('one'))] }]);
  expect(await it.state.batches.intend(b.fence, b, [testIntent('k2:1', ['p1'], price(5))])).toEqual({
    kind: 'intended',
  });
  await it.state.batches.order(b.fence, [testSent('k2:1')]);
  const lost = { id: 'k2:1', key: testKey('k2:1'), outcome: 'possibly_paid' as const, cost: 4_000_000 };
  await it.state.batches.settle(b.fence, b.id, [{ ...lost, code: 'connection_lost', frames: [] }]);
  expect((await it.state.tenantSettings.use(tenant)).microUsd).toBe(6_000_000);
  // A user says that it was not paid.
  await it.state.requests.learn(b.fence.story, 'k2:1', { source: 'user', says: 'unpaid' });
  expect(await it.state.tenantSettings.use(tenant)).toMatchObject({ microUsd: 2_000_000, images: 1 });
});

test('pictures of a day count when they are intended, and not when nothing came of them', async () => {
  await limit({ imagesPerDay: 3 });
  const a = await claimed('a');
  expect((await it.state.batches.intend(a.fence, a, [testIntent('k1:1', ['p1', 'p2'])])).kind).toBe('intended');
  const refused = await it.state.batches.intend(a.fence, a, [testIntent('k2:1', ['p3', 'p4'])]);
  expect(refused).toMatchObject({ kind: 'tenant', of: 'images', limit: 3, needed: 4, these: 2 });
  await it.state.batches.order(a.fence, [testSent('k1:1')]);
  const none = { id: 'k1:1', key: testKey('k1:1'), outcome: 'refused' as const, cost: 0, frames: [] };
  await it.state.batches.settle(a.fence, a.id, [{ ...none, code: 'moderation_blocked' }]);
  expect((await it.state.batches.intend(a.fence, a, [testIntent('k2:1', ['p3', 'p4'])])).kind).toBe('intended');
  // Given up before it was sent.
  await it.state.batches.release(a.fence, a.id, 'interrupted', 0);
  expect(await it.state.tenantSettings.use(tenant)).toMatchObject({ microUsd: 0, images: 0 });
});

test('no more pictures of a tenant are under way than it may have at once; a batch alone is drawn, however large', async () => {
  await limit({ concurrentImages: 3 });
  const [a, b] = [await claimed('a'), await claimed('b')];
  const large = testIntent('k1:1', ['p1', 'p2', 'p3', 'p4']);
  expect((await it.state.batches.intend(a.fence, a, [large])).kind).toBe('intended');
  const asked = () => it.state.batches.intend(b.fence, b, [testIntent('k2:1', ['p1'])]);
  expect(await asked()).toMatchObject({ kind: 'tenant', of: 'concurrent', limit: 3, needed: 5, these: 1 });
  await it.state.batches.order(a.fence, [testSent('k1:1')]);
  const refused = { id: 'k1:1', key: testKey('k1:1'), outcome: 'refused' as const, cost: 0, frames: [] };
  await it.state.batches.settle(a.fence, a.id, [{ ...refused, code: 'moderation_blocked' }]);
  expect((await asked()).kind).toBe('intended');
});

test('a tenant with as many unfinished stories as it may have submits no other one until one is over', async () => {
  await limit({ waitingStories: 2 });
  const submit = (name: string) => it.state.stories.submit(testSubmission(`${tenant}${name}`, 1, 8, { tenant }));
  expect(await submit('a')).toMatchObject({ kind: 'submitted' });
  expect(await submit('b')).toMatchObject({ kind: 'submitted' });
  const idempotency = { key: 'once', bodyHash: 'hash' };
  const full = await it.state.stories.submit(testSubmission(`${tenant}c`, 1, 8, { tenant, idempotency }));
  expect(full).toEqual({ kind: 'full', active: 2, limit: 2 });
  await it.state.stories.pause(`${tenant}a`);
  // The key of the refused one was not used up.
  expect(await it.state.stories.submit(testSubmission(`${tenant}c`, 1, 8, { tenant, idempotency }))).toMatchObject({
    kind: 'submitted',
  });
  expect((await it.state.tenantSettings.use(tenant)).waitingStories).toBe(2);
});
