import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type TestProcess } from './start-process.ts';
import { startTemporaryRedis, type TemporaryRedis } from './temporary-redis.ts';

export type App = 'api' | 'worker' | 'finalizer';

/** A complete nextpanel of real processes with its own Redis and data dir. */
export interface TestSystem extends AsyncDisposable {
  readonly redis: TemporaryRedis;
  readonly dataDir: string;
  /** The prefix of all keys of this system. */
  readonly root: string;
  /** Base URL of the API. */
  url(): string;
  process(app: App): TestProcess;
  /**
   * Starts a process in the seat of the one before it, which must have ended.
   *
   * @param sources folder of the workspace it runs from; this one if not given
   */
  start(app: App, env?: Readonly<Record<string, string>>, sources?: string): Promise<TestProcess>;
  /** The environment its processes run with. */
  readonly env: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string>>;

/** Where a system keeps its state, before it starts. */
export interface SystemPlace {
  readonly redisUrl: string;
  readonly dataDir: string;
}

/**
 * Starts api, worker and finalizer. `env` goes to all of them; a function makes it from where the state is.
 *
 * @param prepare fills Redis and the data dir before anything starts
 */
export async function startSystem(
  env: Environment | ((place: SystemPlace) => Promise<Environment>) = {},
  prepare: (place: SystemPlace) => Promise<void> = async () => undefined,
): Promise<TestSystem> {
  await using opened = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'nextpanel-system-'));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  const redis = opened.use(await startTemporaryRedis());
  const prefix = `test-${randomUUID()}`;
  const place = { redisUrl: redis.url, dataDir };
  const shared = {
    REDIS_URL: redis.url,
    NEXTPANEL_REDIS_PREFIX: prefix,
    NEXTPANEL_DATA_DIR: dataDir,
    NEXTPANEL_FSYNC: 'off',
    PORT: '0',
    LOG_LEVEL: 'info',
    ...(typeof env === 'function' ? await env(place) : env),
  };
  await prepare(place);
  const running = new Map<App, TestProcess>();
  // Release 1 reads its seat from NEXTPANEL_SLOT.
  const start = async (app: App, more: Readonly<Record<string, string>> = {}, sources?: string) => {
    const started = await startProcess(app, { ...shared, NEXTPANEL_SEAT: app, NEXTPANEL_SLOT: app, ...more }, sources);
    running.set(app, started);
    return started;
  };
  opened.defer(async () => {
    await Promise.all([...running.values()].map((it) => it[Symbol.asyncDispose]()));
  });
  await Promise.all([start('api'), start('worker'), start('finalizer')]);
  const process = (app: App) => running.get(app) as TestProcess;
  const owned = opened.move();
  return {
    redis,
    dataDir,
    root: `{${prefix}}:s2`,
    env: shared,
    process,
    url: () => String(process('api').ready.url),
    start,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
