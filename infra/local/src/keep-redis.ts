import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from './local-error.ts';
import { endRedis, type RedisProcess, type RedisProcessOptions, spawnRedis } from './redis-process.ts';
import { restartDelays } from './restart-delays.ts';
import { removeServerRecord } from './server-record.ts';

export interface RunningRedis extends AsyncDisposable {
  /** `redis://:password@127.0.0.1:port` */
  readonly url: string;
  /** Of the server process; another one after a restart. */
  readonly pid: number;
  /** False when another launcher runs it, which also ends it: `stop` does nothing then. */
  readonly owned: boolean;
  stop(): Promise<void>;
}

export interface KeepRedisOptions {
  /** The server that runs, and what it was started with. */
  readonly server: RedisProcess;
  readonly options: RedisProcessOptions;
  /** Whether a server that dies is started again. */
  readonly restart: boolean;
  readonly onFailed: (error: LocalError) => void;
}

/**
 * Keeps a server up until `stop`: one that dies (killed, out of memory, its disk full) is started again on the same data,
 * port and password, so that its clients find it again.
 */
export function keepRedis(keep: KeepRedisOptions): RunningRedis {
  const { log } = keep.options;
  const stopping = new AbortController();
  let stopped: Promise<void> | undefined;
  let current = keep.server;
  const watching = watch();

  const stop = () => {
    stopped ??= end();
    return stopped;
  };
  return {
    url: current.url,
    get pid() {
      return current.pid;
    },
    owned: true,
    stop,
    [Symbol.asyncDispose]: stop,
  };

  async function end(): Promise<void> {
    stopping.abort();
    // The server's process never keeps ours alive; while we wait for its end, something must.
    const awake = setInterval(() => undefined, 1_000);
    try {
      await endRedis(current);
      await watching;
      // A restart that was under way when we came.
      await endRedis(current);
      await removeServerRecord(keep.options.dir);
    } finally {
      clearInterval(awake);
    }
  }

  async function watch(): Promise<void> {
    const delays = restartDelays();
    while (true) {
      const upSince = Date.now();
      const how = await current.exited;
      if (stopping.signal.aborted) return;
      log(`Redis (pid ${current.pid}) ended unexpectedly: ${how}.`);
      let failure = new LocalError(
        'redis_failed',
        `Redis ended unexpectedly: ${how}. See ${keep.options.dir}/redis.log.`,
      );
      let delayMs = delays.afterDeath({ atMs: Date.now(), livedMs: Date.now() - upSince, everReady: true });
      let next: RedisProcess | undefined;
      while (!next) {
        if (delayMs === undefined || !keep.restart) {
          await removeServerRecord(keep.options.dir);
          keep.onFailed(failure);
          return;
        }
        await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        try {
          next = await spawnRedis(keep.options);
        } catch (error) {
          failure =
            error instanceof LocalError ? error : new LocalError('redis_failed', String(error), { cause: error });
          delayMs = delays.afterDeath({ atMs: Date.now(), livedMs: 0, everReady: false });
        }
      }
      current = next;
      log(`Redis is up again (pid ${current.pid}).`);
    }
  }
}
