import { setTimeout as delay } from 'node:timers/promises';
import type { Provider, ProviderId } from '@nextpanel/core';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../src/context.ts';
import { startWorker } from '../src/start-worker.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, type TestSystem, testSpec, testTenant, untilStatus } from './testing.ts';

let system: TestSystem;
let context: Context;
let stop: () => Promise<void>;

/** Requests under way by story, which its prompts name. */
const underWay = new Map<string, number>();
let mostStories = 0;

/** A synchronous vendor that takes 30 ms. */
const vendor = (id: ProviderId): Provider => ({
  id,
  fingerprint: 'test',
  parameters: () => ({}),
  prepare: async () => ({}),
  async submit(request) {
    const story = /tale \d+/.exec(request.prompt)?.[0] ?? '';
    underWay.set(story, (underWay.get(story) ?? 0) + 1);
    mostStories = Math.max(mostStories, [...underWay.values()].filter((count) => count > 0).length);
    await delay(30);
    underWay.set(story, (underWay.get(story) ?? 0) - 1);
    const frame = await drawStoryboardFrame({
      width: 512,
      height: 512,
      number: request.panels[0]?.number ?? 0,
      prompt: request.prompt,
      characters: [],
      language: 'en',
      reference: null,
      requestKey: request.key,
    });
    return { kind: 'drawn', drawn: { frames: [frame], costMicroUsd: 0 } };
  },
  collect: () => Promise.reject(new Error('nothing to collect')),
});

beforeAll(async () => {
  system = await openTestSystem({ NEXTPANEL_CONCURRENCY: '2' });
  const providers = new Map((['storyboard', 'openai', 'fal'] as const).map((id) => [id, vendor(id)]));
  context = { ...system.context, providers };
  const worker = await startWorker(context);
  stop = () => worker.drain(5_000);
});
afterAll(async () => {
  await stop();
  await system[Symbol.asyncDispose]();
});

test('NEXTPANEL_CONCURRENCY is the number of stories a process draws at once, at all providers together', async () => {
  const submitted = (['storyboard', 'openai', 'fal'] as const).flatMap((provider, place) =>
    [1, 2].map(async (n) => {
      const tale = `tale ${10 * place + n}`;
      const spec = testSpec(6, {
        title: tale,
        panels: Array.from({ length: 6 }, (_, index) => ({ prompt: `${tale}, panel ${index + 1}` })),
        render: { provider, size: '1024x1024', batchSize: 2 },
      });
      return (await submitStory(context, { tenant: testTenant, spec })).story.id;
    }),
  );
  for (const id of await Promise.all(submitted)) {
    expect((await untilStatus(context, id, 'composing', 'needs_attention')).failures).toEqual([]);
  }
  expect(mostStories).toBe(2);
});
