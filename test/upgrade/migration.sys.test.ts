import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newestSchema, schemaKeys } from '@nextpanel/core';
import { type App, startProcess, startTemporaryRedis } from '@nextpanel/harness';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { readFixture } from './src/fixture.ts';
import { loadFixture } from './src/load-fixture.ts';

/** Migrations cut off in the middle, processes of an older version that are still there, and state of a newer one. */

const fixture = await readFixture('release-1');
const { schema, firstWorkers, firstWorkersSeen } = schemaKeys(fixture.prefix);
const root = `{${fixture.prefix}}`;

interface Place extends AsyncDisposable {
  readonly redis: Redis;
  readonly dataDir: string;
  /** For processes. */
  readonly env: Readonly<Record<string, string>>;
}

/** An empty Redis and an empty folder. */
async function openPlace(): Promise<Place> {
  await using stack = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'nextpanel-migration-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const { url } = stack.use(await startTemporaryRedis());
  const redis = stack.adopt(new Redis(url), (it) => it.disconnect());
  const env = { REDIS_URL: url, NEXTPANEL_REDIS_PREFIX: fixture.prefix, NEXTPANEL_DATA_DIR: dataDir, PORT: '0' };
  const owned = stack.move();
  return { redis, dataDir, env, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const storiesOfFirstRelease = async (redis: Redis): Promise<string[]> =>
  (await redis.keys(`${root}:story:*`)).filter((key) => key.split(':').length === 3);

it('a migration killed in the middle is continued by the next process, and nothing is left behind', async () => {
  await using place = await openPlace();
  const { redis, env, dataDir } = place;
  await loadFixture(fixture, { redisUrl: env.REDIS_URL ?? '', dataDir });
  await expect(startProcess('worker', { ...env, NEXTPANEL_FAILPOINT: 'story-migrated:7' })).rejects.toThrow('SIGKILL');
  expect(await storiesOfFirstRelease(redis)).toHaveLength(fixture.stories.length - 7);
  expect(await redis.get(schema)).toBeNull();

  await using _ = await startProcess('finalizer', env);
  expect(await redis.get(schema)).toBe(String(newestSchema));
  const left = (await redis.keys(`${root}:*`)).filter((key) => !key.startsWith(`${root}:s2:`));
  // In the place of the list of active stories stands what keeps a forgotten old process from adding any.
  expect(left).toEqual([`${root}:active`]);
  await expect(redis.zadd(`${root}:active`, 1, 'story')).rejects.toThrow(/wrong kind of value/);
});

describe.each<App>(['api', 'worker', 'finalizer'])('%s', (app) => {
  it('does not start while a process of the first release is alive, and names it', async () => {
    await using place = await openPlace();
    const { redis, env } = place;
    const [seconds] = await redis.time();
    await redis.hset(firstWorkers, 'worker-1', JSON.stringify({ role: 'worker', host: 'old-host', pid: 4_711 }));
    await redis.zadd(firstWorkersSeen, Number(seconds) * 1_000, 'worker-1');
    await expect(startProcess(app, env)).rejects.toThrow(/ended \(5\).*worker 4711 on old-host/s);
  });

  it('does not start on the state of a newer version, and says what to do', async () => {
    await using place = await openPlace();
    await place.redis.set(schema, newestSchema + 1);
    await expect(startProcess(app, place.env)).rejects.toThrow(
      /ended \(5\).*start the version that was upgraded to, or restore the backup/s,
    );
  });
});

it('the doctor finds state of a newer version, and ends with exit code 5', async () => {
  await using place = await openPlace();
  await place.redis.set(schema, newestSchema + 1);
  const main = new URL('../../apps/cli/src/main.ts', import.meta.url).pathname;
  const ended = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
    const env = { ...process.env, ...place.env, PORT: '3999' };
    execFile(process.execPath, [main, 'doctor', '--json'], { env }, (error, stdout) =>
      resolve({ code: error?.code ?? 0, stdout }),
    );
  });
  expect(ended.code).toBe(5);
  const { checks } = JSON.parse(ended.stdout) as { checks: { name: string }[] };
  expect(checks.find(({ name }) => name === 'state')).toMatchObject({
    status: 'fail',
    detail: expect.stringContaining(`schema ${newestSchema + 1} (this version reads`),
    advice: expect.stringContaining('restore the backup'),
  });
});
