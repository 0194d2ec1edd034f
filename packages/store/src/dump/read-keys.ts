import type { Redis } from 'ioredis';
import type { DumpedKey } from './dumped-key.ts';

/** All of these keys as they are at one moment. KEYS: keys. Returns per key: type, ms until it expires (−1: never), value as in `DumpedKey`. */
const readScript = `local out = {}
for i, key in ipairs(KEYS) do
  local kind = redis.call('TYPE', key).ok
  local value = {}
  if kind == 'string' then value = { redis.call('GET', key) }
  elseif kind == 'hash' then value = redis.call('HGETALL', key)
  elseif kind == 'list' then value = redis.call('LRANGE', key, 0, -1)
  elseif kind == 'set' then value = redis.call('SMEMBERS', key)
  elseif kind == 'zset' then value = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  elseif kind == 'stream' then
    for _, entry in ipairs(redis.call('XRANGE', key, '-', '+')) do
      value[#value + 1] = entry[1]
      value[#value + 1] = entry[2]
    end
  end
  out[i] = { kind, redis.call('PTTL', key), value }
end
return out`;

/** Reads keys whole and together; those that do not exist are left out. */
export async function readKeys(redis: Redis, root: string, keys: readonly string[]): Promise<DumpedKey[]> {
  if (keys.length === 0) return [];
  const read = (await redis.eval(readScript, keys.length, ...keys)) as [
    DumpedKey['type'] | 'none',
    number,
    DumpedKey['value'],
  ][];
  return read.flatMap(([type, ttl, value], index) =>
    type === 'none'
      ? []
      : [{ name: (keys[index] as string).slice(root.length + 1), type, ...(ttl > 0 && { ttl }), value: textOf(value) }],
  );
}

/** With RESP3 scores come as numbers, and fields of a map as pairs. */
const textOf = (value: readonly unknown[]): DumpedKey['value'] =>
  value.map((it) => (Array.isArray(it) ? it.flat().map(String) : String(it)));
