import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { startTemporaryRedis } from '../src/temporary-redis.ts';

test('REDIS_URL is a real server that persists its data and evicts nothing', async () => {
  const redis = new Redis(process.env.REDIS_URL ?? '');
  try {
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    expect(await redis.eval("return redis.call('SET', KEYS[1], ARGV[1])", 1, 'harness:probe', 'kept')).toBe('OK');
    expect(await redis.getdel('harness:probe')).toBe('kept');
  } finally {
    redis.disconnect();
  }
});

test('a second temporary server shares nothing with the first', async () => {
  await using other = await startTemporaryRedis();
  const redis = new Redis(other.url);
  try {
    expect(other.url).not.toBe(process.env.REDIS_URL);
    expect(await redis.dbsize()).toBe(0);
  } finally {
    redis.disconnect();
  }
});
