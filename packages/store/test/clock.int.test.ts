import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openClock } from '../src/clock.ts';
import { readClock } from '../src/state/read-clock.ts';

let redis: Redis;
beforeEach(() => {
  redis = new Redis(process.env.REDIS_URL as string);
});
afterEach(() => {
  vi.restoreAllMocks();
  redis.disconnect();
});

/** From now on this process believes it is so much later, as if the machine's clock had been set. */
function setMachineClock(ms: number): void {
  const real = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => real() + ms);
}

describe("Redis' clock, counted on", () => {
  it.each([-7_200_000, 7_200_000])("tells Redis' time on a machine whose clock is %d ms off", async (off) => {
    setMachineClock(off);
    using clock = await openClock(redis);
    const [counted, read] = [clock.now(), await readClock(redis)];
    expect(Math.abs(read - counted)).toBeLessThan(500);
    expect(Math.abs(clock.aheadMs() - off)).toBeLessThan(500);
  });

  it('continues steadily while the clock of the machine is set', async () => {
    using clock = await openClock(redis);
    const before = clock.now();
    setMachineClock(-7_200_000);
    await delay(50);
    const after = clock.now();
    expect(after - before).toBeGreaterThanOrEqual(49);
    expect(after - before).toBeLessThan(1_000);
    expect(clock.aheadMs()).toBeLessThan(-7_199_000);
  });

  it('is compared again after a reconnect: it follows a Redis that moved to a machine with another clock', async () => {
    using clock = await openClock(redis);
    const before = clock.now();
    const time = vi.spyOn(redis, 'time');
    time.mockImplementation(async () => [Math.floor(before / 1_000) - 3_600, 0]);
    redis.emit('ready');
    await expect.poll(() => before - clock.now()).toBeGreaterThan(3_000_000);
    time.mockRestore();
    redis.emit('ready');
    await expect.poll(async () => Math.abs((await readClock(redis)) - clock.now())).toBeLessThan(500);
  });

  it('never runs backwards when it is only corrected', async () => {
    using clock = await openClock(redis);
    const before = clock.now();
    const time = vi.spyOn(redis, 'time');
    time.mockImplementation(async () => [Math.floor((before - 400) / 1_000), ((before - 400) % 1_000) * 1_000]);
    redis.emit('ready');
    await expect.poll(() => time.mock.calls.length).toBeGreaterThanOrEqual(3);
    await delay(20);
    expect(clock.now()).toBeGreaterThanOrEqual(before);
  });
});
