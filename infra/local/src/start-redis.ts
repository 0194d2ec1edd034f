import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askRedis } from './ask-redis.ts';
import { prepareDataDir } from './data-dir.ts';
import { findRedis } from './find-redis.ts';
import { type Holder, holdFile } from './hold-file.ts';
import { keepRedis, type RunningRedis } from './keep-redis.ts';
import { LocalError } from './local-error.ts';
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
/** How long a server whose launcher lives may be away: its launcher starts it again. */
const awayMs = 30_000;

export interface StartRedisOptions {
  /** The data goes into its folder `redis`. */
  readonly dataDir: string;
  /** Default `always`. The others are for tests. */
  readonly appendfsync?: Appendfsync;
  /** Whether a server that dies is started again, at the same URL. Default true. */
  readonly restart?: boolean;
  /** Called once if a server that died cannot be started again. */
  readonly onFailed?: (error: LocalError) => void;
  /** Read for NEXTPANEL_REDIS_SERVER, PATH, XDG_CACHE_HOME and HOME. Default: process.env. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly log?: (line: string) => void;
}

/**
 * A Redis server of our own on `<dataDir>/redis`: on 127.0.0.1, behind a random password, each write on disk before it is
 * acknowledged. Redis does not lock its append-only files and two servers on them destroy them, so `server.json` names the
 * one that runs; it is shared while its launcher lives.
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

async function takeTurn(dir: string): Promise<Holder<object>> {
  const deadline = Date.now() + turnMs;
  while (true) {
    const turn = await holdFile(join(dir, 'start.lock'), {});
    if (turn.held) return turn;
    if (Date.now() > deadline) {
      const who = `process ${turn.owner.pid}`;
      throw new LocalError(
        'redis_failed',
        `${who} has been starting Redis in ${dir} for ${turnMs / 60_000} min. End it.`,
      );
    }
    await sleep(50);
  }
}

/** A server that runs here and whose launcher lives. One that its launcher left behind is ended first. */
async function findRunning(
  dir: string,
  log: (line: string) => void,
): Promise<{ url: string; pid: number } | undefined> {
  const deadline = Date.now() + awayMs;
  while (true) {
    const record = await readServerRecord(dir);
    if (!record) return undefined;
    if (!isRunning(record.launcher)) {
      if (isRunning(record)) log(`Ending the Redis (pid ${record.pid}) that a launcher left behind.`);
      await endRedis(record);
      return undefined;
    }
    if (isRunning(record) && (await askRedis(record.url)) === 'pong') return { url: record.url, pid: record.pid };
    if (Date.now() > deadline) {
      const who = `The Redis of process ${record.launcher.pid} in ${dir}`;
      throw new LocalError('redis_failed', `${who} does not answer. End that process, or use another data folder.`);
    }
    await sleep(100);
  }
}

/** A port that was free a moment ago may not be any more. */
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
