import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawBatch, openTestState, type TestState, testFrame, testSubmission } from '../testing.ts';

let test: TestState;
beforeAll(() => {
  test = openTestState();
});
afterAll(() => test[Symbol.asyncDispose]());

async function idsOf(tenant?: string) {
  const ids = [];
  for await (const { id } of test.state.allStories(tenant)) ids.push(id);
  return ids;
}

it('all stories are returned at least once, however many, by tenant or not', async () => {
  const { state } = test;
  const acme = Array.from({ length: 1_200 }, (_, index) => `a${index}`);
  for (let at = 0; at < acme.length; at += 100)
    await Promise.all(
      acme.slice(at, at + 100).map((id) => state.stories.submit(testSubmission(id, 1, 8, { tenant: 'acme' }))),
    );
  await state.stories.submit(testSubmission('z', 1, 8, { tenant: 'zoo' }));
  expect(new Set(await idsOf())).toEqual(new Set([...acme, 'z']));
  expect(new Set(await idsOf('zoo'))).toEqual(new Set(['z']));
  expect(await idsOf('nobody')).toEqual([]);
});

it("a story's hashes are those of its frames, kept or taken, of its cast and of what was made of it", async () => {
  const { state } = test;
  const reference = { sha256: 'c'.repeat(64), width: 8, height: 8, mime: 'image/png' as const };
  const submission = testSubmission('named', 2, 1);
  const characters = [{ id: 'hare', name: 'Hare', description: 'lean', references: [reference] }];
  await state.stories.submit({ ...submission, spec: { ...submission.spec, characters } });
  await drawBatch(test, 'named', await test.lock('named'));
  const sheet = { sha256: 'd'.repeat(64), inputs: 'e'.repeat(64), width: 8, height: 8, panels: ['p1'], warnings: [] };
  const facts = await state.read.story('named');
  await state.books.composeSheet('named', 1, sheet, await state.read.selected('named', ['p1']), facts?.edits ?? 0);
  const [hashes, none] = await state.storyHashes(['named', 'missing']);
  expect(none).toEqual(new Set());
  for (const sha256 of [testFrame('frame-p1').sha256, reference.sha256, sheet.sha256]) expect(hashes).toContain(sha256);
});

it('hashes of a story too large for one answer are complete', async () => {
  const { state, redis, prefix } = test;
  await state.stories.submit(testSubmission('large', 1));
  const frames = Array.from({ length: 3_000 }, (_, index) => index.toString(16).padStart(64, 'f'));
  await redis.hset(
    `{${prefix}}:s2:story:large:takes`,
    Object.fromEntries(frames.map((sha256, index) => [`1.${index + 1}`, JSON.stringify({ sha256 })])),
  );
  const [hashes] = await state.storyHashes(['large']);
  expect(frames.filter((sha256) => !hashes?.has(sha256))).toEqual([]);
});

it('one process at a time sweeps, and sweeping is due for one in every period', async () => {
  const { sweeps } = test.state;
  const inside = Promise.withResolvers<void>();
  const first = sweeps.alone(async () => {
    await inside.promise;
    return 'swept';
  });
  expect(await sweeps.alone(async () => 'swept too')).toBeNull();
  inside.resolve();
  expect(await first).toBe('swept');
  expect(await sweeps.alone(async () => 'swept later')).toBe('swept later');
  await expect(sweeps.alone(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await sweeps.alone(async () => 'after that')).toBe('after that');
  const due = await Promise.all(Array.from({ length: 5 }, () => sweeps.due(60_000)));
  expect(due.filter(Boolean)).toHaveLength(1);
});
