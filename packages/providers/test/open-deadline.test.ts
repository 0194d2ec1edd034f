import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openDeadline } from '../src/open-deadline.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('aborts when the time is over, and says so', () => {
  using deadline = openDeadline(new AbortController().signal, 1_000);
  vi.advanceTimersByTime(999);
  expect([deadline.signal.aborted, deadline.isOver()]).toEqual([false, false]);
  vi.advanceTimersByTime(1);
  expect([deadline.signal.aborted, deadline.isOver()]).toEqual([true, true]);
});

it('aborts with the caller, for its reason, also if that was before', () => {
  const caller = new AbortController();
  using early = openDeadline(caller.signal, 1_000);
  caller.abort('stopped');
  using late = openDeadline(caller.signal, 1_000);
  expect([early.signal.reason, late.signal.reason]).toEqual(['stopped', 'stopped']);
  expect([early.isOver(), late.isOver()]).toEqual([false, false]);
});

it('leaves no timer behind when the call has ended', () => {
  const { signal } = new AbortController();
  for (let call = 0; call < 100; call += 1) openDeadline(signal, 1_000)[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);
});
