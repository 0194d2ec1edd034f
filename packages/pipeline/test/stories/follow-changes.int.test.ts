import type { Operation } from '@nextpanel/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pauseStory } from '../../src/stories/command-story.ts';
import { followChanges } from '../../src/stories/follow-changes.ts';
import { submitStory } from '../../src/stories/submit-story.ts';
import { openTestSystem, type TestSystem, testSpec, testTenant } from '../testing.ts';

let system: TestSystem;
let stop: AbortController;
beforeEach(async () => {
  system = await openTestSystem();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await system[Symbol.asyncDispose]();
});

/** Keeps the stories that a reader receives, and when, and the operations. */
async function read(tenant = testTenant) {
  const received: (readonly string[])[] = [];
  const operations = new Set<Operation>();
  const at: number[] = [];
  const ended = (async () => {
    for await (const change of await followChanges(system.context, { tenant, signal: stop.signal })) {
      if ('operations' in change) for (const operation of change.operations) operations.add(operation);
      else if ('stories' in change) {
        received.push(change.stories);
        at.push(performance.now());
      }
    }
  })();
  await expect.poll(() => received).toEqual([[]]);
  return { received, at, operations, ended };
}

const publish = (...stories: string[]) =>
  Promise.all(
    stories.map((story) => system.redis.publish(`${system.context.root}:tenant:${testTenant}:changes`, story)),
  );

test('a story that is submitted or commanded is announced to its tenant, and to no other', async () => {
  const [own, other] = [await read(), await read('other')];
  const { id } = (await submitStory(system.context, { tenant: testTenant, spec: testSpec(1) })).story;
  await expect.poll(() => own.received.length).toBe(2);
  await pauseStory(system.context, { tenant: testTenant, id });
  await expect.poll(() => own.received).toEqual([[], [id], [id]]);
  expect(other.received).toEqual([[]]);
});

test('what changes fast is announced together, each story once, at most every 250 ms', async () => {
  const { received, at } = await read();
  await publish('a', 'b', 'a');
  await publish('b', 'a');
  await expect.poll(() => received.length).toBe(2);
  expect([...(received[1] ?? [])].sort()).toEqual(['a', 'b']);
  await publish('c', 'd');
  await publish('e');
  await expect.poll(() => received.length).toBe(3);
  expect([...(received[2] ?? [])].sort()).toEqual(['c', 'd', 'e']);
  for (const index of [1, 2]) expect((at[index] ?? 0) - (at[index - 1] ?? 0)).toBeGreaterThanOrEqual(245);
});

test('a reader with too much to catch up on must read everything', async () => {
  const { received } = await read();
  await publish(...Array.from({ length: 1_001 }, (_, index) => `story-${index}`));
  await expect.poll(() => received.length).toBe(2);
  expect(received[1]).toEqual([]);
});

test('a reader that leaves while nothing happens ends, and leaves no subscription behind', async () => {
  const { ended } = await read();
  const { root } = system.context;
  const listeners = async () => (await system.redis.pubsub('NUMSUB', `${root}:tenant:${testTenant}:changes`))[1];
  expect(await listeners()).toBe(1);
  stop.abort();
  await ended;
  await expect.poll(listeners).toBe(0);
});

test('what the operations pages show is announced when it changes, to every tenant', async () => {
  const { operations } = await read('other');
  const { state } = system.context;
  await submitStory(system.context, { tenant: testTenant, spec: testSpec(1) });
  await expect.poll(() => [...operations]).toEqual(['queues']);
  await state.providers.pause('storyboard', 'because', null);
  await expect.poll(() => [...operations]).toEqual(['queues', 'providers']);
  await state.workers.beat({ id: 'w', role: 'worker', host: 'h', pid: 1, startedAt: 0, holds: [] });
  await expect.poll(() => [...operations]).toEqual(['queues', 'providers', 'workers']);
  operations.clear();
  await state.workers.leave('w');
  await expect.poll(() => [...operations]).toEqual(['workers']);
  operations.clear();
  await state.stats.record({ provider: 'storyboard', images: 1, failed: false, ms: 5 });
  await expect.poll(() => [...operations].sort()).toEqual(['providers', 'stats']);
  operations.clear();
  await state.providers.resume('storyboard', null);
  await expect.poll(() => [...operations]).toEqual(['providers']);
});

test('the silence of a process that died is announced: it sends no sign of life', async () => {
  const { operations } = await read();
  await system.context.state.workers.beat({ id: 'w', role: 'worker', host: 'h', pid: 1, startedAt: 0, holds: [] });
  await expect.poll(() => [...operations]).toEqual(['workers']);
  operations.clear();
  await expect.poll(() => [...operations], { timeout: 10_000 }).toEqual(['workers']);
});
