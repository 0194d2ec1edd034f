import { expect, test } from 'vitest';
import { restartDelays } from '../src/restart-delays.ts';

test('at once, then 200 ms, doubling up to 10 s', () => {
  const delays = restartDelays();
  const seen = Array.from({ length: 10 }, (_, nth) =>
    delays.afterDeath({ atMs: nth * 10_000, livedMs: 0, everReady: false }),
  );
  expect(seen).toEqual([0, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000]);
});

test('after 30 healthy seconds the next exit counts as a first one', () => {
  const delays = restartDelays();
  for (const atMs of [0, 10, 20]) delays.afterDeath({ atMs, livedMs: 10, everReady: true });
  expect(delays.afterDeath({ atMs: 30_020, livedMs: 29_999, everReady: true })).toBe(800);
  expect(delays.afterDeath({ atMs: 60_020, livedMs: 30_000, everReady: true })).toBe(0);
});

test('five exits within 30 s without ever being ready are final; a later fifth is not', () => {
  const hopeless = restartDelays();
  for (const atMs of [0, 1, 2, 3]) expect(hopeless.afterDeath({ atMs, livedMs: 1, everReady: false })).toBeDefined();
  expect(hopeless.afterDeath({ atMs: 29_999, livedMs: 1, everReady: false })).toBeUndefined();

  const slow = restartDelays();
  for (const atMs of [0, 1, 2, 3]) slow.afterDeath({ atMs, livedMs: 1, everReady: false });
  expect(slow.afterDeath({ atMs: 30_000, livedMs: 1, everReady: false })).toBeDefined();
});

test('a process that was ready once is always restarted', () => {
  const delays = restartDelays();
  const seen = Array.from({ length: 50 }, (_, atMs) => delays.afterDeath({ atMs, livedMs: 1, everReady: true }));
  expect(seen).not.toContain(undefined);
});
