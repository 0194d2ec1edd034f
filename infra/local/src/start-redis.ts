import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askRedis } from './ask-redis.ts';
import { prepareDataDir } from './data-dir.ts';
import { findRedis } from './find-redis.ts';
import { keepRedis, type RunningRedis } from './keep-redis.ts';
import { LocalError } from './local-error.ts';
import { type FileLock, lockFile } from './lock-file.ts';
import { freePort } from './ports.ts';
import { isRunning } from './process-identity.ts';
import {
  type Appendfsync,
  endRedis,
  type RedisProcess,
  type RedisProcessOptions,
  spawnRedis,
} from './redis-process.ts';
import { readServerRecord, removeServerRecord } from './server-record.ts';

/** Another launcher may be unpacking Redis over a slow line, or loading gigabytes. */
const turnMs = 300_000;
/** How long a server may be down while its launcher, which restarts it, is alive. */
const awayMs = 30_000;

export interface StartRedisOptions {
  /** The data goes into its subfolder `redis`. */
  readonly dataDir: string;
  /** Default `always`. The others are for tests. */
  readonly appendfsync?: Appendfsync;
  /** Whether a server that exits is started again, at the same URL. Default true. */
  readonly restart?: boolean;
  /** Called once if a server that exited cannot be started again. */
  readonly onFailed?: (error: LocalError) => void;
  /** Read for NEXTPANEL_REDIS_SERVER, PATH, XDG_CACHE_HOME and HOME. Default: process.env. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly log?: (line: string) => void;
}

/**
 * A private Redis server with its data in `<dataDir>/redis`: on 127.0.0.1, with a random password, each write on disk before it
 * is acknowledged. Redis does not lock its append-only files, and two servers would destroy them. So `server.json` names the
 * running one, which is shared while its launcher lives.
 *
 * @throws LocalError `redis_missing`, `redis_too_old`, `data_dir_unwritable`, `redis_data_corrupt`, `redis_failed`
 */
export async function startRedis(options: StartRedisOptions): Promise<RunningRedis> {
  const log = options.log ?? (() => {});
  const dir = await prepareDataDir(join(options.dataDir, 'redis'));
  const turn = await takeTurn(dir);
  try {
    const running = await findRunning(dir, log);
    const leave = async () => {};
    if (running) return { ...running, owned: false, stop: leave, [Symbol.asyncDispose]: leave };

    const binary = await findRedis({ ...(options.env && { env: options.env }), log });
    const first = await spawnOnFreePort({
      binary,
      dir,
      password: randomBytes(24).toString('base64url'),
      appendfsync: options.appendfsync ?? 'always',
      log,
    });
    return keepRedis({
      ...first,
      restart: options.restart ?? true,
      onFailed: options.onFailed ?? (() => {}),
    });
  } finally {
    turn.release();
  }
}

async function takeTurn(dir: string): Promise<FileLock<object>> {
  const deadline = Date.now() + turnMs;
  while (true) {
    const turn = await lockFile(join(dir, 'start.lock'), {});
    if (turn.locked) return turn;
    if (Date.now() > deadline) {
      const who = `process ${turn.owner.pid}`;
      throw new LocalError(
        'redis_failed',
        `${who} has been starting Redis in ${dir} for ${turnMs / 60_000} min. Stop that process.`,
      );
    }
    await sleep(50);
  }
}

/** The server that runs here, if its launcher lives. A server that its launcher left behind is stopped first. */
async function findRunning(
  dir: string,
  log: (line: string) => void,
): Promise<{ url: string; pid: number } | undefined> {
  const deadline = Date.now() + awayMs;
  while (true) {
    const record = await readServerRecord(dir);
    if (!record) return undefined;
    if (!isRunning(record.launcher)) {
      if (isRunning(record)) log(`Stopping the Redis (pid ${record.pid}) that an earlier launcher left behind.`);
      await endRedis(record);
      return undefined;
    }
    if (isRunning(record) && (await askRedis(record.url)) === 'pong') return { url: record.url, pid: record.pid };
    if (Date.now() > deadline) {
      const who = `The Redis of process ${record.launcher.pid} in ${dir}`;
      throw new LocalError('redis_failed', `${who} does not answer. Stop that process, or use another data folder.`);
    }
    await sleep(100);
  }
}

/** Retries with another port: one that was free a moment ago may be in use now. */
async function spawnOnFreePort(
  options: Omit<RedisProcessOptions, 'port'>,
): Promise<{ server: RedisProcess; options: RedisProcessOptions }> {
  for (let tries = 1; ; tries += 1) {
    const placed = { ...options, port: await freePort() };
    try {
      return { server: await spawnRedis(placed), options: placed };
    } catch (error) {
      await removeServerRecord(options.dir);
      if (!(error instanceof LocalError && error.code === 'port_taken') || tries === 5) throw error;
    }
  }
}
