import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { openTestState, testIds, testIntent, testSent, testSubmission } from '../testing.ts';

const test = openTestState();
const { state } = test;
afterAll(() => test[Symbol.asyncDispose]());

const ids = ['k1:1', 'k2:1'];

/** A story whose two requests were ordered in one vendor batch, by a turn that holds the lock. */
async function ordered(story: string) {
  await state.stories.submit(testSubmission(story, 2, 2));
  const lock = await test.lock(story);
  const claim = await state.batches.claim(story, lock, 'storyboard');
  if (claim.kind !== 'claimed') throw new Error(claim.kind);
  const { batch } = claim;
  const intents = testIds(2).map((panel, index) => {
    const intent = testIntent(ids[index] as string, [panel]);
    return { ...intent, order: { ...intent.order, vendorBatch: 'named' } };
  });
  expect((await state.batches.intend(batch.fence, batch, intents)).kind).toBe('intended');
  expect(await state.batches.order(batch.fence, ids.map(testSent))).toBe('ordered');
  return { batch, lock };
}

it('an order keeps the name of its vendor batch', async () => {
  await ordered('s1');
  const orders = await state.batches.orders('s1', ids);
  expect(ids.map((id) => orders.get(id)?.order.vendorBatch)).toEqual(['named', 'named']);
});

it('requests that are sent once more forget the id of the batch that failed, and when they were ordered first stays', async () => {
  const { batch, lock } = await ordered('s2');
  await state.batches.saveVendorIds(
    batch.fence,
    ids.map((id) => ({ id, vendorId: 'failed' })),
  );
  const [before] = await state.batches.orderTimes('s2', ids);
  expect(before?.sentAt).toBe(before?.orderedAt);
  await sleep(5);
  expect(await state.batches.orderAgain(batch.fence, ids)).toBe('ordered');
  const [after] = await state.batches.orderTimes('s2', ids);
  expect(after?.orderedAt).toBe(before?.orderedAt);
  expect(after?.sentAt).toBeGreaterThan(before?.sentAt ?? 0);
  const again = await state.batches.claim('s2', lock, 'storyboard');
  if (again.kind !== 'claimed') throw new Error(again.kind);
  expect(again.batch.requests.map((it) => [it.state, it.vendorId])).toEqual([
    ['ordered', null],
    ['ordered', null],
  ]);
  // The turn before does not own the story any more.
  expect(await state.batches.orderAgain(batch.fence, ids)).toBe('fenced');
});

it('neither a settled request nor one of a cancelled story is sent once more', async () => {
  const { batch, lock } = await ordered('s3');
  const settled = { id: 'k1:1', key: 'k1', outcome: 'refused', cost: 0, code: 'server_error', frames: [] } as const;
  await state.batches.settle(batch.fence, batch.id, [settled]);
  expect(await state.batches.orderAgain(batch.fence, ids)).toBe('fenced');
  await state.stories.cancel('s3', lock.lockKey);
  expect(await state.batches.orderAgain(batch.fence, ['k2:1'])).toBe('cancelled');
});

it('a model is proven for its provider only, and stays so when the provider was paused', async () => {
  expect(await state.providers.isProven('openai', 'gpt-image-2')).toBe(false);
  await state.providers.prove('openai', 'gpt-image-2');
  await state.providers.pause('openai', 'a reason', null);
  await state.providers.resume('openai', null);
  expect(await state.providers.isProven('openai', 'gpt-image-2')).toBe(true);
  expect(await state.providers.isProven('fal', 'gpt-image-2')).toBe(false);
});
