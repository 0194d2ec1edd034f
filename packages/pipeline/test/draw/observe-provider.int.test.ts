import { type DrawRequest, findModel, type Provider, type ProviderId } from '@nextpanel/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { observeProvider } from '../../src/draw/observe-provider.ts';
import { openTestSystem, type TestSystem } from '../testing.ts';

let system: TestSystem;
beforeEach(async () => {
  system = await openTestSystem({
    STORYBOARD_LATENCY_MS: '120',
    OPENAI_API_KEY: 'nobody',
    OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
  });
});
afterEach(() => system[Symbol.asyncDispose]());

const request = (name: string, panels = 1): DrawRequest => ({
  id: 'order-1',
  key: 'f'.repeat(64),
  model: findModel({ provider: name.startsWith('gpt') ? 'openai' : 'storyboard', model: name }),
  method: panels === 1 ? 'panels' : 'series',
  size: { width: 128, height: 128 },
  quality: undefined,
  language: 'en',
  recoverable: false,
  prompt: 'the hare runs',
  panels: Array.from({ length: panels }, (_, index) => ({
    number: index + 1,
    prompt: 'the hare runs',
    characters: [],
  })),
  references: [],
  referenceFrame: null,
});
const never = new AbortController().signal;
const noPicture = () => Promise.reject(new Error('no picture goes along'));

function observed(id: ProviderId): Provider {
  const provider = system.context.providers.get(id);
  if (!provider) throw new Error(`no ${id}`);
  return observeProvider(provider, system.context);
}

async function counted(id: ProviderId) {
  const minutes = await system.context.state.stats.read(id, 5);
  return minutes.map(({ requests, images, failed, p50Ms }) => ({ requests, images, failed, p50Ms }));
}

test('a request that is accepted and collected counts once, with the time from its order to its frames', async () => {
  const provider = observed('storyboard');
  const answer = await provider.submit(request('storyboard-1', 2), {}, never);
  expect(answer.kind).toBe('accepted');
  expect(await counted('storyboard')).toEqual([]);
  const started = performance.now();
  await provider.collect(
    request('storyboard-1', 2),
    answer.kind === 'accepted' ? answer.vendorId : '',
    never,
    noPicture,
  );
  const took = performance.now() - started;
  await expect.poll(() => counted('storyboard')).toMatchObject([{ requests: 1, images: 2, failed: 0 }]);
  const [minute] = await counted('storyboard');
  expect(minute?.p50Ms).toBeGreaterThanOrEqual(0.9 * took);
  expect(minute?.p50Ms).toBeGreaterThanOrEqual(0.9 * 120);
  expect(minute?.p50Ms).toBeLessThan(took + 1_000);
});

test('one that another process ordered counts without a duration', async () => {
  const answer = await observed('storyboard').submit(request('storyboard-1'), {}, never);
  await observed('storyboard').collect(
    request('storyboard-1'),
    answer.kind === 'accepted' ? answer.vendorId : '',
    never,
    noPicture,
  );
  await expect.poll(() => counted('storyboard')).toEqual([{ requests: 1, images: 1, failed: 0, p50Ms: null }]);
});

test('one that fails counts as failed, and throws what it threw', async () => {
  const drawing = observed('openai').submit(request('gpt-image-2'), {}, never);
  await expect(drawing).rejects.toMatchObject({ name: 'NextpanelError' });
  await expect.poll(() => counted('openai')).toEqual([{ requests: 1, images: 0, failed: 1, p50Ms: null }]);
});

test('one that is left to another process did not end', async () => {
  const provider = observed('storyboard');
  const answer = await provider.submit(request('storyboard-1'), {}, never);
  const stop = new AbortController();
  const collecting = provider.collect(
    request('storyboard-1'),
    answer.kind === 'accepted' ? answer.vendorId : '',
    stop.signal,
    noPicture,
  );
  stop.abort(new Error('the process is stopping'));
  await expect(collecting).rejects.toThrow(/aborted/);
  await system.context.state.ping();
  expect(await counted('storyboard')).toEqual([]);
});
