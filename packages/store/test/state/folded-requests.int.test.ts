import { afterAll, expect, it } from 'vitest';
import { keyRoot } from '../../src/keyspace.ts';
import { drawBatch, keepAll, openTestState, testKey, testSubmission } from '../testing.ts';

const test = openTestState();
const { state } = test;
afterAll(() => test[Symbol.asyncDispose]());

const requests = `${keyRoot(test.prefix)}:story:s1:requests`;

it('a kept request of a drawn batch is one field; ledger, turns, guards and deletion know it as before', async () => {
  await state.stories.submit(testSubmission('s1', 3));
  const lock = await test.lock('s1');
  const claim = await state.batches.claim('s1', lock, 'storyboard');
  if (claim.kind !== 'claimed') throw new Error('not claimed');
  const { batch } = claim;
  await keepAll(state, batch.fence, batch, ['p1', 'p2', 'p3']);
  const before = await state.read.requests('s1');
  expect(before).toHaveLength(3);
  await state.batches.commit(batch.fence, batch, 0);
  const ids = before.map(({ id }) => id);
  expect((await test.redis.hkeys(requests)).sort()).toEqual(ids.map((id) => `${id}.kept`).sort());
  expect(await state.read.requests('s1')).toEqual(before);

  // What is known of it is certain, and its id is taken.
  const [id = ''] = ids;
  expect(await state.requests.learn('s1', id, { source: 'user', says: 'unpaid' })).toEqual({
    kind: 'invalid',
    state: 'kept',
  });
  const rev = (await state.read.head('s1'))?.rev ?? 0;
  const change = { id: 's1', lockKey: lock.lockKey, change: 'once', rev };
  expect(await state.edits.retake(change, ['p1'], { count: 1, cascade: 'keep' })).toEqual({ kind: 'retaken' });
  const again = await state.batches.claim('s1', lock, 'storyboard');
  expect(again).toMatchObject({ kind: 'claimed', batch: { requests: expect.any(Array) } });
  if (again.kind !== 'claimed') return;
  expect(again.batch.requests.map((it) => [it.id, it.key, it.state, it.frames.map(({ panel }) => panel)])).toEqual(
    ids.map((one, index) => [one, testKey(one), 'kept', [`p${index + 1}`]]),
  );
  await state.batches.release(again.batch.fence, again.batch.id, 'interrupted', 0);
  await drawBatch(test, 's1', lock);

  await state.stories.cancel('s1', lock.lockKey);
  await state.edits.delete({ id: 's1', lockKey: lock.lockKey, change: 'gone' });
  const [removal] = await state.removals.list();
  expect(removal?.keys).toEqual(expect.arrayContaining(ids.map(testKey)));
});
