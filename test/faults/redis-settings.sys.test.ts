import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, startTemporaryRedis } from '@nextpanel/harness';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';

async function refusal(app: 'api' | 'worker' | 'finalizer', env: Record<string, string>): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nextpanel-refusal-'));
  try {
    const started = await startProcess(app, { NEXTPANEL_DATA_DIR: dataDir, PORT: '0', ...env });
    await started[Symbol.asyncDispose]();
    return 'it started';
  } catch (error) {
    return String(error);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

test.each(['api', 'worker', 'finalizer'] as const)(
  '%s does not start on a Redis that may evict stories',
  async (app) => {
    await using redis = await startTemporaryRedis();
    const admin = new Redis(redis.url);
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    admin.disconnect();
    const said = await refusal(app, { REDIS_URL: redis.url });
    expect(said).toMatch(/ended \(5\)/);
    expect(said).toMatch(/redis_evicts.*noeviction/);
  },
);

test('an unreachable Redis, and a missing one, are reported with advice', async () => {
  expect(await refusal('worker', { REDIS_URL: 'redis://127.0.0.1:1' })).toMatch(
    /ended \(5\)[\s\S]*redis_unreachable.*REDIS_URL/,
  );
  expect(await refusal('api', {})).toMatch(/ended \(5\)[\s\S]*redis_url_missing.*npm start/);
});

test('all errors in the environment are reported together, without their values', async () => {
  const said = await refusal('worker', {
    REDIS_URL: 'redis://127.0.0.1:1',
    PORT: 'many',
    NEXTPANEL_API_KEYS: 'hunter2',
  });
  expect(said).toMatch(/ended \(2\)/);
  expect(said).toMatch(/NEXTPANEL_API_KEYS must be.*PORT must be a whole number/);
  expect(said).not.toMatch(/hunter2|"many/);
});
