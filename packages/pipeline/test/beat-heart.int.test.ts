import { hostname } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beatHeart, type Heart } from '../src/beat-heart.ts';
import { listWorkers } from '../src/list-workers.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, startAll, type TestSystem, testSpec, testTenant } from './testing.ts';

let system: TestSystem;
let heart: Heart;
beforeEach(async () => {
  system = await openTestSystem();
  heart = beatHeart(system.context, 'worker', 20);
});
afterEach(async () => {
  await heart.stop();
  await system[Symbol.asyncDispose]();
});

const list = (tenant = testTenant) => listWorkers(system.context, { tenant });

test('a process is listed with what it holds, and gone once it stopped', async () => {
  const { id } = (await submitStory(system.context, { tenant: testTenant, spec: testSpec(1) })).story;
  const before = Date.now();
  const work = heart.begin(id, 'drawing');
  work.rename('batch 3');
  heart.begin(null, 'sweep');
  await expect.poll(async () => (await list())[0]?.holds.length).toBe(2);
  const [worker] = await list();
  expect(worker).toMatchObject({ role: 'worker', host: hostname(), pid: process.pid });
  expect(worker?.holds.map(({ story, what }) => [story, what])).toEqual([
    [id, 'batch 3'],
    [null, 'sweep'],
  ]);
  // One machine here, so that both clocks agree, but for what rounding takes.
  const since = Date.parse(worker?.holds[0]?.since ?? '');
  expect(since).toBeGreaterThanOrEqual(before - 5);
  expect(since).toBeLessThanOrEqual(Date.now() + 5);
  expect(Date.parse(worker?.startedAt ?? '')).toBeLessThanOrEqual(Date.parse(worker?.holds[0]?.since ?? ''));
  work.release();
  await expect.poll(async () => (await list())[0]?.holds.map(({ what }) => what)).toEqual(['sweep']);
  expect((await list())[0]?.startedAt).toBe(worker?.startedAt);

  await heart.stop();
  expect(await list()).toEqual([]);
  // No beat that was under way puts it back.
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await list()).toEqual([]);
});

test('another tenant sees that the process works, but not on whose story; nor is a story named that is gone', async () => {
  const { id } = (await submitStory(system.context, { tenant: testTenant, spec: testSpec(1) })).story;
  heart.begin(id, 'batch 1');
  heart.begin('gone', 'pdf');
  await expect.poll(async () => (await list())[0]?.holds.length).toBe(2);
  const seen = async (tenant: string) => (await list(tenant))[0]?.holds.map(({ story, what }) => [story, what]);
  expect(await seen(testTenant)).toEqual([
    [id, 'batch 1'],
    [null, 'pdf'],
  ]);
  expect(await seen('other')).toEqual([
    [null, 'batch 1'],
    [null, 'pdf'],
  ]);
});

test('what draws and what composes are listed while they run, and take themselves off the list when they stop', async () => {
  await heart.stop();
  const running = await startAll(system.context);
  await expect.poll(async () => (await list()).map(({ role }) => role).sort()).toEqual(['finalizer', 'worker']);
  await running[Symbol.asyncDispose]();
  expect(await list()).toEqual([]);
});
