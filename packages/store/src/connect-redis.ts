import { awayForNow, NextpanelError, type RedisPlace, redisPlace, redisRefusal } from '@nextpanel/core';
import { openRedis } from '@nextpanel/redis';
import type { Redis } from 'ioredis';

/** Oldest Redis BullMQ works with: https://docs.bullmq.io/guide/going-to-production. */
const oldestVersion = [6, 2] as const;

/**
 * How long a reply may take before a connection counts as dead, in milliseconds. ioredis starts this clock with a command and
 * stops it with any data, so an idle connection is never dropped. It allows for a Redis that waits for a slow disk. Subscribers
 * are pinged: `open-subscriber.ts`.
 */
const silentMs = { patient: 10_000, prompt: 5_000 } as const;

/**
 * `patient` connections (workers) wait through a restart of Redis and repeat their commands; `prompt` ones (the API) fail within
 * seconds, so that an HTTP request gets an answer.
 */
export type Patience = 'patient' | 'prompt';

/**
 * Opens a connection and checks the server. Throws `redis_unreachable`, `redis_database_missing`, `redis_too_old`, `redis_evicts` and what
 * `redisRefusal` finds, each with advice.
 *
 * A server that is no longer the primary one is left, since the address may lead to another one by now; the command fails. The
 * connection then emits `demoted`, for its copies that only listen.
 */
export async function connectRedis(url: RedisPlace | string, patience: Patience): Promise<Redis> {
  const place = typeof url === 'string' ? redisPlace(url) : url;
  const redis = openRedis(place, {
    lazyConnect: true,
    socketTimeout: silentMs[patience],
    maxRetriesPerRequest: patience === 'patient' ? null : 2,
    // ioredis has one automatic pipeline under way at a time, so the turns of a worker would wait for each other's answers
    // (measured: 10 % fewer batches a second). The API reads many things side by side for one answer.
    enableAutoPipelining: patience === 'prompt',
    retryStrategy: (times) => Math.min(50 * times, patience === 'patient' ? 2_000 : 200),
  });
  try {
    await firstConnection(redis);
    await useDatabase(redis, place.database);
    await checkServer(redis);
    return redis;
  } catch (error) {
    redis.disconnect();
    throw redisRefusal(error) ?? error;
  }
}

/**
 * How long a server that took the connection may be silent about being ready, in milliseconds. It reads its data then; ioredis asks again
 * without an end and without a word.
 */
const loadingMs = 3_000;

async function firstConnection(redis: Redis): Promise<void> {
  let cause: unknown;
  let loading: NodeJS.Timeout | undefined;
  const watchLoading = () => {
    loading ??= setTimeout(() => {
      cause = isLoading();
      redis.disconnect();
    }, loadingMs);
  };
  redis.once('connect', watchLoading);
  const remember = (error: unknown) => {
    cause = error;
  };
  redis.on('error', remember);
  try {
    await redis.connect();
  } catch (error) {
    const reason = cause ?? error;
    const refusal = redisRefusal(reason);
    if (refusal !== null) throw refusal;
    if (reason instanceof NextpanelError) throw reason;
    throw new NextpanelError(
      'redis_unreachable',
      `Redis does not answer (${reason instanceof Error ? reason.message : String(reason)}); check REDIS_URL and that the server runs`,
      // A name server that does not answer yet is no wrong name.
      { cause: reason, retryable: true, ...(codeOf(reason) === 'EAI_AGAIN' && { detail: awayForNow }) },
    );
  } finally {
    clearTimeout(loading);
    redis.off('connect', watchLoading);
    redis.off('error', remember);
  }
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | null)?.code;

const isLoading = () =>
  new NextpanelError(
    'redis_unreachable',
    'Redis takes connections and does not answer yet: it is loading its data, or it hangs',
    {
      retryable: true,
      detail: awayForNow,
    },
  );

/** ioredis continues with database 0 when the server does not have the one it was asked for. */
async function useDatabase(redis: Redis, database: number): Promise<void> {
  if (database === 0) return;
  try {
    await redis.select(database);
  } catch (cause) {
    if (redisRefusal(cause) !== null) throw cause;
    throw new NextpanelError(
      'redis_database_missing',
      `REDIS_URL names database ${database}, and Redis does not have it (${cause instanceof Error ? cause.message : String(cause)})`,
      { cause },
    );
  }
}

async function checkServer(redis: Redis): Promise<void> {
  const facts = parseInfo(`${await redis.info('server')}\n${await redis.info('memory')}`);
  // Valkey reports the Redis version it is compatible with under the same name.
  const version = facts.redis_version ?? '0.0.0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1])) {
    throw new NextpanelError(
      'redis_too_old',
      `Redis ${version} is too old; nextpanel needs ${oldestVersion.join('.')} or newer`,
    );
  }
  const policy = facts.maxmemory_policy;
  if (policy !== 'noeviction') {
    throw new NextpanelError(
      'redis_evicts',
      `Redis is configured to evict keys when memory is short (maxmemory-policy ${policy}), which would lose stories; set "maxmemory-policy noeviction" in redis.conf or run CONFIG SET maxmemory-policy noeviction`,
    );
  }
}

function parseInfo(info: string): Record<string, string> {
  return Object.fromEntries(
    info.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(':');
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)]] : [];
    }),
  );
}
