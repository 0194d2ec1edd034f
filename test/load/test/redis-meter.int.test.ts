import { startTemporaryRedis } from '@nextpanel/harness';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { openRedisMeter } from '../src/redis-meter.ts';

it('counts what Redis sends and runs for an act, inside scripts too, and nothing else', async () => {
  await using server = await startTemporaryRedis();
  const redis = new Redis(server.url);
  try {
    const meter = await openRedisMeter(redis);
    const nothing = await meter.measure(async () => undefined);
    expect(nothing.commands).toBe(0);
    expect(Math.abs(nothing.bytes)).toBeLessThan(200);
    await redis.set('key', 'x'.repeat(10_000));
    const read = await meter.measure(async () => void (await redis.get('key')));
    expect(read.commands).toBe(1);
    expect(Math.abs(read.bytes - 10_000)).toBeLessThan(200);
    const script = await meter.measure(async () => void (await redis.eval("redis.call('GET', 'key') return 1", 0)));
    expect(script.commands).toBe(2);
    expect(script.bytes).toBeLessThan(200);
  } finally {
    redis.disconnect();
  }
});
