import { expect, test } from 'vitest';
import { mergeMinutes } from '../../../src/pages/operations/merge-minutes.ts';

const now = Date.parse('2026-11-22T12:00:30.000Z');
const minute = (at: string, more: object = {}) => ({
  at: `2026-11-22T${at}:00.000Z`,
  requests: 1,
  images: 1,
  failed: 0,
  p50Ms: 100,
  p95Ms: 100,
  ...more,
});

test('spans have no gaps, end with the current minute, and are empty where nothing happened', () => {
  const spans = mergeMinutes([minute('11:59')], 60, 1, now);
  expect(spans).toHaveLength(60);
  expect(spans.at(-1)).toEqual({
    at: Date.parse('2026-11-22T12:00:00Z'),
    requests: 0,
    images: 0,
    failed: 0,
    p50Ms: null,
    p95Ms: null,
  });
  expect(spans.at(-2)?.images).toBe(1);
  expect(new Set(spans.slice(1).map(({ at }, index) => at - (spans[index]?.at ?? 0)))).toEqual(new Set([60_000]));
});

test('minutes of a span are summed; the median is weighted, the 95th percentile is the highest', () => {
  const items = [
    minute('11:55', { requests: 3, images: 24, failed: 0, p50Ms: 100, p95Ms: 200 }),
    minute('11:57', { requests: 2, images: 8, failed: 1, p50Ms: 500, p95Ms: 900 }),
    minute('11:58', { requests: 4, images: 0, failed: 4, p50Ms: null, p95Ms: null }),
  ];
  const spans = mergeMinutes(items, 360, 5, now);
  expect(spans).toHaveLength(72);
  expect(spans.at(-2)).toMatchObject({ requests: 9, images: 32, failed: 5, p50Ms: 200, p95Ms: 900 });
});

test('a minute ahead of the known clock is shown, one before the range is not', () => {
  const spans = mergeMinutes([minute('10:59'), minute('12:02')], 60, 1, now);
  expect(spans).toHaveLength(60);
  expect(spans.reduce((sum, { images }) => sum + images, 0)).toBe(1);
  expect(spans.at(-1)?.images).toBe(1);
});
