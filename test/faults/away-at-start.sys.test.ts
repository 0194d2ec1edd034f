import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startObjectStore, startProcess, startTemporaryRedis } from '@nextpanel/harness';
import { freePort } from '@nextpanel/local';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';

/** What a process needs is away when it starts: it waits for what passes, and ends where an operator must correct something. */

const linesOf = (log: string): string[] => log.split('\n').filter((line) => line.includes('"level":50'));

const asked = async (url: string) => {
  const answer = await fetch(url).catch(() => null);
  if (answer === null) return null;
  const { code, detail } = (await answer.json()) as { code?: string; detail?: string };
  return { status: answer.status, code, detail };
};

async function ended(app: 'api' | 'worker', env: Record<string, string>): Promise<string> {
  const started = await startProcess(app, { PORT: '0', ...env }).catch(String);
  if (typeof started === 'string') return started;
  await started[Symbol.asyncDispose]();
  return 'it started';
}

test('API and worker start while the bucket asks to slow down: alive, not ready, one line, and continue when it serves', async () => {
  await using redis = await startTemporaryRedis();
  await using store = await startObjectStore();
  const port = await freePort();
  const metricsPort = await freePort();
  const env = { REDIS_URL: redis.url, ...store.env('studio') };
  store.refuse({ method: 'PUT', status: 503, code: 'SlowDown' });
  const starting = Promise.all([
    startProcess('api', { ...env, PORT: String(port) }),
    startProcess('worker', { ...env, METRICS_PORT: String(metricsPort) }),
  ]);
  starting.catch(() => undefined);
  const url = `http://127.0.0.1:${port}`;
  await expect
    .poll(() => asked(`${url}/readyz`), { timeout: 60_000 })
    .toMatchObject({ status: 503, code: 'not_ready', detail: expect.stringContaining('SlowDown') });
  expect(await asked(`${url}/healthz`)).toMatchObject({ status: 200 });
  expect(await asked(`${url}/v1/stories`)).toMatchObject({ status: 503, code: 'bucket_unreachable' });
  const alive = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`).catch(() => null))?.status;
  await expect.poll(alive, { timeout: 60_000 }).toBe(200);
  store.serve();
  const [api, worker] = await starting;
  await using _api = api;
  await using _worker = worker;
  expect(api.ready).toMatchObject({ url });
  await expect.poll(() => asked(`${url}/readyz`), { timeout: 20_000 }).toMatchObject({ status: 200 });
  for (const log of [api.log(), worker.log()]) {
    expect(linesOf(log)).toEqual([expect.stringMatching(/"code":"bucket_unreachable","reason":.*SlowDown/)]);
    expect(log).toContain('the service is available again');
  }
});

test('an API that starts on a replica waits until it is promoted', async () => {
  await using first = await startTemporaryRedis();
  await using second = await startTemporaryRedis();
  const admin = new Redis(second.url);
  const dataDir = await mkdtemp(join(tmpdir(), 'nextpanel-away-'));
  try {
    await admin.config('SET', 'masterauth', decodeURIComponent(new URL(first.url).password));
    await admin.replicaof('127.0.0.1', Number(new URL(first.url).port));
    const port = await freePort();
    const starting = startProcess('api', { REDIS_URL: second.url, NEXTPANEL_DATA_DIR: dataDir, PORT: String(port) });
    starting.catch(() => undefined);
    await expect
      .poll(() => asked(`http://127.0.0.1:${port}/readyz`), { timeout: 60_000 })
      .toMatchObject({ status: 503, code: 'redis_read_only' });
    await admin.replicaof('NO', 'ONE');
    await using api = await starting;
    expect(linesOf(api.log())).toEqual([expect.stringContaining('"code":"redis_read_only"')]);
  } finally {
    admin.disconnect();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test.each([
  ['a wrong key', { status: 403, code: 'InvalidAccessKeyId' }, {}, /bucket_refuses.*InvalidAccessKeyId/],
  ['a bucket that does not exist', { status: 404, code: 'NoSuchBucket' }, {}, /bucket_refuses.*NoSuchBucket/],
  ['an unknown host', null, { S3_ENDPOINT: 'http://nowhere.invalid:9000' }, /bucket_unreachable.*nowhere\.invalid/],
  ['no S3 address', null, { NEXTPANEL_ARTIFACTS: 's3:/comics' }, /config_invalid.*NEXTPANEL_ARTIFACTS/],
] as const)('%s ends the process with its exit code and the remedy', async (_what, refusal, env, words) => {
  await using redis = await startTemporaryRedis();
  await using store = await startObjectStore();
  if (refusal !== null) store.refuse({ method: 'PUT', ...refusal });
  const said = await ended('worker', { REDIS_URL: redis.url, ...store.env('studio'), ...env });
  expect(said).toMatch(/ended \([25]\)/);
  expect(said).toMatch(words);
});
