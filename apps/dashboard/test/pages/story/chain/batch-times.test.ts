import type { AttemptView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { longestMs, timesOf } from '../../../../src/pages/story/chain/batch-times.ts';

const attempt = (more: Partial<AttemptView>): AttemptView => ({
  batch: 1,
  batchId: 'b1',
  number: 1,
  startedAt: '2026-11-22T12:00:00.000Z',
  endedAt: '2026-11-22T12:00:05.000Z',
  waitedMs: 1_000,
  providerMs: 4_000,
  outcome: 'drawn',
  code: null,
  detail: null,
  ...more,
});

test('time neither waiting nor at the provider is our own', () => {
  expect(timesOf([attempt({})])).toEqual({ waitedMs: 1_000, providerMs: 4_000, ownMs: 1_000 });
});

test('attempts add up; a running one has only waited', () => {
  const times = timesOf([attempt({}), attempt({ number: 2, endedAt: null, providerMs: null, waitedMs: 500 })]);
  expect(times).toEqual({ waitedMs: 1_500, providerMs: 4_000, ownMs: 1_000 });
  expect(longestMs([times, timesOf([])])).toBe(6_500);
});

test('clocks that disagree never yield negative times', () => {
  expect(timesOf([attempt({ endedAt: '2026-11-22T11:59:59.000Z' })])).toMatchObject({ providerMs: 0, ownMs: 0 });
});
