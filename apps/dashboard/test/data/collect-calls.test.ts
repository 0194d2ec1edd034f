import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { collectCalls } from '../../src/data/collect-calls.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('items that arrive together are flushed together, later ones separately', () => {
  const flushed: (readonly number[])[] = [];
  const calls = collectCalls<number>(100, (items) => flushed.push(items));
  calls.add([1]);
  calls.add([2, 3]);
  vi.advanceTimersByTime(99);
  expect(flushed).toEqual([]);
  vi.advanceTimersByTime(1);
  calls.add([4]);
  vi.advanceTimersByTime(1_000);
  expect(flushed).toEqual([[1, 2, 3], [4]]);
});

test('nothing is flushed after stop', () => {
  const flush = vi.fn();
  const calls = collectCalls<number>(100, flush);
  calls.add([1]);
  calls.stop();
  vi.advanceTimersByTime(1_000);
  expect(flush).not.toHaveBeenCalled();
});
