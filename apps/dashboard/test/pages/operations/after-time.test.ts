import type { ProviderView, QueueView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { providerAfter, queueAfter } from '../../../src/pages/operations/after-time.ts';

test('rate limits recover with time: a minute empties what a minute allows', () => {
  const limit = {
    model: 'm',
    concurrency: 8,
    underWay: 2,
    waiting: 0,
    imagesPerMinute: 60,
    usedShare: 0.75,
    blockedMs: 20_000,
    learnedPerMinute: null,
    refusing: null,
  };
  const provider: ProviderView = { id: 'p', models: ['m'], paused: null, outage: null, limits: [limit] };
  expect(providerAfter(provider, 15_000).limits).toEqual([{ ...limit, usedShare: 0.5, blockedMs: 5_000 }]);
  expect(providerAfter(provider, 90_000).limits).toEqual([{ ...limit, usedShare: 0, blockedMs: 0 }]);
});

test('the first in line waits longer; an empty queue stays empty', () => {
  const queue: QueueView = {
    name: 'q',
    provider: null,
    waiting: 1,
    active: 0,
    delayed: 0,
    oldestWaitingMs: 500,
    stories: [],
  };
  expect(queueAfter(queue, 1_000).oldestWaitingMs).toBe(1_500);
  expect(queueAfter({ ...queue, oldestWaitingMs: null }, 1_000).oldestWaitingMs).toBeNull();
});
