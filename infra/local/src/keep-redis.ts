import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from './local-error.ts';
import { endRedis, type RedisProcess, type RedisProcessOptions, spawnRedis } from './redis-process.ts';
import { restartDelays } from './restart-delays.ts';
import { removeServerRecord } from './server-record.ts';

export interface RunningRedis extends AsyncDisposable {
  /** `redis://:password@127.0.0.1:port` */
  readonly url: string;
  /** Of the server process; changes with a restart. */
  readonly pid: number;
  /** False if another launcher runs it, which will also stop it; `stop` then does nothing. */
  readonly owned: boolean;
  stop(): Promise<void>;
}

export interface KeepRedisOptions {
  /** The running server, and the options it was started with. */
  readonly server: RedisProcess;
  readonly options: RedisProcessOptions;
  /** Whether a server that exits is started again. */
  readonly restart: boolean;
  readonly onFailed: (error: LocalError) => void;
}

/**
 * Keeps a server running until `stop`. If it exits (killed, out of memory, disk full), it is started again with the same data,
 * port and password, so that its clients can reconnect.
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
    // The server's process does not keep ours alive, so something must while we wait for its exit.
    const awake = setInterval(() => undefined, 1_000);
    try {
      await endRedis(current);
      await watching;
      // A restart that was already in progress.
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
