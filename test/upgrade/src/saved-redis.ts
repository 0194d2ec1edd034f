import type { Redis } from 'ioredis';

/**
 * Every key of an installation as commands can write it again. A DUMP payload or an RDB file of a newer Redis is refused by
 * an older one; this is accepted by every Redis from 6.2 on, and by Valkey.
 */
export type SavedRedis = Readonly<Record<string, SavedKey>>;

type SavedKey = SavedValue & {
  /** Milliseconds the key still had to live; absent for one that does not expire. */
  readonly ttlMs?: number;
};

type SavedValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'hash'; readonly value: Readonly<Record<string, string>> }
  | { readonly type: 'list' | 'set'; readonly value: readonly string[] }
  | { readonly type: 'zset'; readonly value: readonly (readonly [member: string, score: string])[] }
  | { readonly type: 'stream'; readonly value: readonly (readonly [id: string, fields: readonly string[]])[] };

/** Reads every key that begins with the prefix. Throws on a type, or bytes, that cannot be saved. */
export async function saveRedis(redis: Redis, prefix: string): Promise<SavedRedis> {
  const keys = (await redis.keys('*')).filter((key) => key.startsWith(prefix)).sort();
  const saved: Record<string, SavedKey> = {};
  for (const key of keys) {
    const value = await readValue(redis, key);
    const ttlMs = await redis.pttl(key);
    // It expired between the two reads.
    if (value === null || ttlMs === -2) continue;
    if (JSON.stringify(value).includes('\uFFFD')) throw new Error(`${key} holds bytes that are no text`);
    saved[key] = { ...value, ...(ttlMs >= 0 && { ttlMs }) };
  }
  return saved;
}

async function readValue(redis: Redis, key: string): Promise<SavedValue | null> {
  const type = await redis.type(key);
  switch (type) {
    case 'none':
      return null;
    case 'string':
      return { type, value: (await redis.get(key)) ?? '' };
    case 'hash':
      return { type, value: await redis.hgetall(key) };
    case 'list':
      return { type, value: await redis.lrange(key, '0', '-1') };
    case 'set':
      return { type, value: (await redis.smembers(key)).sort() };
    case 'zset':
      return { type, value: inPairs(await redis.zrange(key, '0', '-1', 'WITHSCORES')) };
    case 'stream':
      return { type, value: (await redis.xrange(key, '-', '+')).map(([id, fields]) => [id, fields] as const) };
    default:
      throw new Error(`${key} is a ${type}, which cannot be saved`);
  }
}

const inPairs = (flat: readonly string[]): [string, string][] =>
  Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index] ?? '', flat[2 * index + 1] ?? '']);

/** Writes every saved key. What is there under the same name must not exist. */
export async function loadRedis(redis: Redis, saved: SavedRedis): Promise<void> {
  const writes = redis.pipeline();
  for (const [key, it] of Object.entries(saved)) {
    switch (it.type) {
      case 'string':
        writes.set(key, it.value);
        break;
      case 'hash':
        writes.hset(key, it.value);
        break;
      case 'list':
        writes.rpush(key, ...it.value);
        break;
      case 'set':
        writes.sadd(key, ...it.value);
        break;
      case 'zset':
        writes.zadd(key, ...it.value.flatMap(([member, score]) => [score, member]));
        break;
      case 'stream':
        for (const [id, fields] of it.value) writes.xadd(key, id, ...fields);
        break;
    }
    if (it.ttlMs !== undefined) writes.pexpire(key, Math.max(1, it.ttlMs));
  }
  for (const [error] of (await writes.exec()) ?? []) if (error) throw error;
}
