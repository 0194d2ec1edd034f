import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorker } from '../src/start-worker.ts';
import { resumeStory } from '../src/stories/command-story.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, type TestSystem, testSpec, testTenant, untilEvent, untilStatus } from './testing.ts';

const tenant = testTenant;
const none = { waitingStories: null, concurrentImages: null, imagesPerDay: null, usdPerDay: null };

let system: TestSystem;
let stop: () => Promise<void>;
beforeAll(async () => {
  system = await openTestSystem();
  const worker = await startWorker(system.context);
  stop = () => worker.drain(5_000);
});
afterAll(async () => {
  await stop();
  await system[Symbol.asyncDispose]();
});

test('a story whose tenant has used up its pictures waits for the next day, and a raised limit lets it continue', async () => {
  const { context } = system;
  await context.state.tenantSettings.put({ id: tenant, name: tenant, weight: 1, limits: { ...none, imagesPerDay: 5 } });
  const spec = testSpec(6, { render: { size: '64x64', batchSize: 3 } });
  const { story } = await submitStory(context, { tenant, spec });
  const waits = await untilEvent(context, story.id, ({ type }) => type === 'story.waiting');
  const midnight = Math.ceil(context.state.clock.now() / 86_400_000) * 86_400_000;
  expect(waits).toMatchObject({ waitingOn: 'tenant_images' });
  expect(Math.abs(Number('until' in waits && waits.until) - midnight)).toBeLessThan(5_000);
  const panels = await listPanels(context, { tenant, id: story.id, limit: 6 });
  expect(panels.items.filter(({ status }) => status === 'drawn').map(({ number }) => number)).toEqual([1, 2, 3]);

  await context.state.tenantSettings.put({ id: tenant, name: tenant, weight: 1, limits: { ...none, imagesPerDay: 6 } });
  await resumeStory(context, { tenant, id: story.id });
  await untilStatus(context, story.id, 'composing');
});

test('a batch that no day allows stops its story with the reason', async () => {
  const { context } = system;
  await context.state.tenantSettings.put({ id: tenant, name: tenant, weight: 1, limits: { ...none, imagesPerDay: 2 } });
  const { story } = await submitStory(context, { tenant, spec: testSpec(3, { title: 'too much' }) });
  expect(await untilStatus(context, story.id, 'needs_attention')).toMatchObject({ waitingOn: 'tenant_limit' });
});

test('stories of a tenant that may have few pictures under way take turns, and all are drawn', async () => {
  const { context } = system;
  await context.state.tenantSettings.put({
    id: tenant,
    name: tenant,
    weight: 1,
    limits: { ...none, concurrentImages: 2 },
  });
  const spec = testSpec(4, { render: { size: '64x64', batchSize: 2 } });
  const ids = await Promise.all(
    ['one', 'two', 'three'].map(
      async (title) => (await submitStory(context, { tenant, spec: { ...spec, title } })).story.id,
    ),
  );
  const drawn = await Promise.all(ids.map((id) => untilStatus(context, id, 'composing', 'needs_attention')));
  expect(drawn.map(({ status, progress }) => [status, progress.panels.drawn])).toEqual(ids.map(() => ['composing', 4]));
});
