import { processGoneMs, schemaKeys } from '@nextpanel/core';
import type { Redis } from 'ioredis';

/** `loading`: up, and reading its data; `silent`: nobody there, somebody else there, or no answer in time. */
export type RedisAnswer = 'pong' | 'loading' | 'silent';

/** Pings a `redis://:password@host:port` that must want this very password. Never throws. */
export async function askRedis(url: string, timeoutMs = 1_000): Promise<RedisAnswer> {
  const { hostname, port, password } = new URL(url);
  try {
    return await withProbe({ host: hostname, port: Number(port) }, timeoutMs, async (redis) => {
      // By a command and not by the connection's options: those accept a server that wants no password, which is not ours.
      await redis.auth(decodeURIComponent(password));
      return (await redis.ping()) === 'PONG' ? 'pong' : 'silent';
    });
  } catch (error) {
    return error instanceof Error && error.message.startsWith('LOADING') ? 'loading' : 'silent';
  }
}

/** What a Redis server says about itself; null where it does not tell (managed services hide their settings). */
export interface RedisFacts {
  readonly version: string | null;
  readonly maxmemoryPolicy: string | null;
  readonly appendonly: string | null;
}

/** Asks the server of a REDIS_URL for what nextpanel depends on. Throws when it cannot be reached, refuses, or is no Redis. */
export function inspectRedis(url: string, timeoutMs = 5_000): Promise<RedisFacts> {
  return withProbe(url, timeoutMs, async (redis) => {
    const setting = (name: string) =>
      redis.config('GET', name).then(
        (reply) => (reply as string[])[1] ?? null,
        () => null,
      );
    const info = await redis.info('server');
    return {
      version: /^redis_version:(\S+)/m.exec(info)?.[1] ?? null,
      maxmemoryPolicy: await setting('maxmemory-policy'),
      appendonly: await setting('appendonly'),
    };
  });
}

/** What a server of a REDIS_URL stores about our installation, and about processes of the first release. */
export interface StateFacts {
  /** Null where nothing of a later release than the first one is stored. */
  readonly schema: number | null;
  /** Processes of the first release that were alive lately, as that release describes them (JSON). */
  readonly firstProcesses: readonly string[];
}

/** Reads the schema of the stored state. Throws like `inspectRedis`. */
export function inspectState(url: string, prefix: string, timeoutMs = 5_000): Promise<StateFacts> {
  const { schema, firstWorkers, firstWorkersSeen } = schemaKeys(prefix);
  return withProbe(url, timeoutMs, async (redis) => {
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
  to: string | { readonly host: string; readonly port: number },
  timeoutMs: number,
  ask: (redis: Redis) => Promise<Answer>,
): Promise<Answer> {
  // Only when it is needed: every command of the CLI loads this package.
  const { Redis } = await import('ioredis');
  const once = {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    // A server that loads its data answers nothing but AUTH and errors.
    enableReadyCheck: false,
    disableClientInfo: true,
    // RESP3 would begin with HELLO, which a server with a password refuses before AUTH.
    protocol: 2,
  } as const;
  const redis = typeof to === 'string' ? new Redis(to, once) : new Redis({ ...to, ...once });
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
