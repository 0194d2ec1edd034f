import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type TestProcess } from './start-process.ts';
import { startTemporaryRedis, type TemporaryRedis } from './temporary-redis.ts';

export type App = 'api' | 'worker' | 'finalizer';

/** A whole nextpanel of real processes on a Redis and a data dir of its own. */
export interface TestSystem extends AsyncDisposable {
  readonly redis: TemporaryRedis;
  readonly dataDir: string;
  /** Every key of this system begins with this. */
  readonly root: string;
  /** Base URL of the API. */
  url(): string;
  process(app: App): TestProcess;
  /** Starts a process, in the slot of the one before it, which must have ended. */
  start(app: App, env?: Readonly<Record<string, string>>): Promise<TestProcess>;
  /** The environment its processes run with. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts api, worker and finalizer. `env` goes to all of them. */
export async function startSystem(env: Readonly<Record<string, string>> = {}): Promise<TestSystem> {
  await using opened = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'nextpanel-system-'));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  const redis = opened.use(await startTemporaryRedis());
  const prefix = `test-${randomUUID()}`;
  const shared = {
    REDIS_URL: redis.url,
    NEXTPANEL_REDIS_PREFIX: prefix,
    NEXTPANEL_DATA_DIR: dataDir,
    NEXTPANEL_FSYNC: 'off',
    PORT: '0',
    LOG_LEVEL: 'info',
    ...env,
  };
  const running = new Map<App, TestProcess>();
  const start = async (app: App, more: Readonly<Record<string, string>> = {}) => {
    const started = await startProcess(app, { ...shared, NEXTPANEL_SLOT: app, ...more });
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
