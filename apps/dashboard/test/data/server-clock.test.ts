import { expect, test, vi } from 'vitest';
import { createServerClock } from '../../src/data/server-clock.ts';

const minuteMs = 60_000;
const start = Date.parse('2026-11-22T12:00:00.000Z');

/** A browser whose clock is `aheadMs` off, and a server that answers after 40 ms, and half of it is on the way. */
function clocks(aheadMs: number) {
  const time = { true: start, aheadMs };
  const ask = async () => {
    time.true += 20;
    const date = new Date(time.true).toUTCString();
    time.true += 20;
    return new Response(null, { headers: { date } });
  };
  return { time, clock: createServerClock(ask, () => time.true + time.aheadMs) };
}

test('before the first answer the offset is 0', () => {
  expect(clocks(70 * minuteMs).clock.offset()).toBe(0);
});

test.each([70 * minuteMs, -3 * minuteMs, 0])('an offset of %i ms is measured to the second', async (aheadMs) => {
  const { time, clock } = clocks(aheadMs);
  for (let count = 0; count < 20; count++) {
    await clock.fetch('/v1/stories');
    time.true += 333;
  }
  expect(clock.offset()).toBe(-aheadMs + 0);
});

test('a corrected clock is followed, and reported once', async () => {
  const { time, clock } = clocks(70 * minuteMs);
  await clock.fetch('/v1/stories');
  const changed = vi.fn();
  const end = clock.subscribe(changed);
  time.aheadMs = 0;
  await clock.fetch('/v1/stories');
  expect(Math.abs(clock.offset())).toBeLessThanOrEqual(1_000);
  expect(changed).toHaveBeenCalledTimes(1);
  end();
  time.aheadMs = 70 * minuteMs;
  await clock.fetch('/v1/stories');
  expect(changed).toHaveBeenCalledTimes(1);
});

test('an answer without a date changes nothing', async () => {
  const clock = createServerClock(async () => new Response(null));
  await clock.fetch('/v1/stories');
  expect(clock.offset()).toBe(0);
});
