import { processGoneMs, type RedisPlace, redisPlace, schemaKeys } from '@nextpanel/core';
import type { Redis } from 'ioredis';

/** `loading`: up, and still reading its data. `silent`: no server, another server, or no answer in time. */
export type RedisAnswer = 'pong' | 'loading' | 'silent';

/** Pings a `redis://:password@host:port`, which must require exactly this password. Never throws. */
export async function askRedis(url: string, timeoutMs = 1_000): Promise<RedisAnswer> {
  const { hostname, port, password } = new URL(url);
  try {
    return await withProbe({ host: hostname, port: Number(port) }, timeoutMs, async (redis) => {
      // As a command, not as an option of the connection: the option accepts a server without a password, which is not ours.
      await redis.auth(decodeURIComponent(password));
      return (await redis.ping()) === 'PONG' ? 'pong' : 'silent';
    });
  } catch (error) {
    return error instanceof Error && error.message.startsWith('LOADING') ? 'loading' : 'silent';
  }
}

/** How far a server is with reading its data. */
export interface RedisLoading {
  /** 0–100, of the bytes of its files. */
  readonly percent: number;
  /** Its own estimate of the time it still needs, in seconds. */
  readonly secondsLeft: number;
}

// cspell:ignore perc
/** How far the server of a REDIS_URL is with reading its data; null when it is not reading, or cannot be asked. Never throws. */
export async function askLoading(url: string, timeoutMs = 1_000): Promise<RedisLoading | null> {
  try {
    const facts = await withProbe(redisPlace(url), timeoutMs, (redis) => redis.info('persistence'));
    const read = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(facts)?.[1] ?? 0);
    if (read('loading') !== 1) return null;
    return { percent: Math.floor(read('loading_loaded_perc')), secondsLeft: read('loading_eta_seconds') };
  } catch {
    return null;
  }
}

/** Version and settings of a Redis server; null where it does not report them (managed services hide theirs). */
export interface RedisFacts {
  readonly version: string | null;
  readonly maxmemoryPolicy: string | null;
  readonly appendonly: string | null;
  /** How far the clock of this machine is ahead of the server's, in milliseconds. */
  readonly clockAheadMs: number;
}

/** What every transition does: write and publish under the prefix. */
const probeScript = `redis.call('SET', KEYS[1], '1', 'EX', 60) redis.call('PUBLISH', KEYS[1], '') return 1`;

/**
 * Asks the server of a REDIS_URL for what nextpanel depends on. Throws when it cannot be reached, refuses to write, does not have the
 * database, or is no Redis.
 */
export function inspectRedis(at: RedisPlace | string, prefix: string, timeoutMs = 5_000): Promise<RedisFacts> {
  const place = typeof at === 'string' ? redisPlace(at) : at;
  return withProbe(place, timeoutMs, async (redis) => {
    const setting = (name: string) =>
      redis.config('GET', name).then(
        (reply) => (reply as string[])[1] ?? null,
        () => null,
      );
    if (place.database > 0) await redis.select(place.database);
    const info = await redis.info('server');
    await redis.eval(probeScript, 1, `{${prefix}}:s2:probe`);
    const asked = performance.now();
    const [seconds, microseconds] = await redis.time();
    const half = (performance.now() - asked) / 2;
    return {
      version: /^redis_version:(\S+)/m.exec(info)?.[1] ?? null,
      maxmemoryPolicy: await setting('maxmemory-policy'),
      clockAheadMs: Math.round(Date.now() - half - (Number(seconds) * 1_000 + Number(microseconds) / 1_000)),
      appendonly: await setting('appendonly'),
    };
  });
}

/** What a server of a REDIS_URL stores about our installation, and about processes of the first release. */
export interface StateFacts {
  /** Null where nothing of a later release than the first one is stored. */
  readonly schema: number | null;
  /** Processes of the first release that were alive within the last minute, as that release describes them (JSON). */
  readonly firstProcesses: readonly string[];
}

/** Reads the schema of the stored state. Throws like `inspectRedis`. */
export function inspectState(at: RedisPlace | string, prefix: string, timeoutMs = 5_000): Promise<StateFacts> {
  const { schema, firstWorkers, firstWorkersSeen } = schemaKeys(prefix);
  return withProbe(typeof at === 'string' ? redisPlace(at) : at, timeoutMs, async (redis) => {
    const [seconds] = await redis.time();
    const since = Number(seconds) * 1_000 - processGoneMs;
    const alive = await redis.zrangebyscore(firstWorkersSeen, since, '+inf');
    const beats = alive.length === 0 ? [] : await redis.hmget(firstWorkers, ...alive);
    const stored = await redis.get(schema);
    return {
      schema: stored === null ? null : Number(stored),
      firstProcesses: beats.filter((beat) => beat !== null),
    };
  });
}

/** Runs `ask` on a connection that is tried once; rejects with the first thing that went wrong. */
async function withProbe<Answer>(
  to: RedisPlace | { readonly host: string; readonly port: number },
  timeoutMs: number,
  ask: (redis: Redis) => Promise<Answer>,
): Promise<Answer> {
  // Imported on demand, since every command of the CLI loads this package.
  const { Redis } = await import('ioredis');
  const once = {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    // While it loads its data, a server answers only AUTH.
    enableReadyCheck: false,
    disableClientInfo: true,
    // RESP3 begins with HELLO, which a server with a password refuses before AUTH.
    protocol: 2,
  } as const;
  const redis = 'kind' in to ? (await import('@nextpanel/redis')).openRedis(to, once) : new Redis({ ...to, ...once });
  let first: Error | undefined;
  redis.on('error', (error: Error) => {
    first ??= error;
  });
  try {
    await redis.connect();
    return await ask(redis);
  } catch (error) {
    const cause = first ?? error;
    const isOther = cause instanceof Error && /RESP type|Protocol error/.test(cause.message);
    throw isOther ? new Error('the server there is not Redis', { cause }) : cause;
  } finally {
    redis.disconnect();
  }
}
