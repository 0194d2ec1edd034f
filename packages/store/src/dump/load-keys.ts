import type { ChainableCommander, Redis } from 'ioredis';
import { valuesOf } from '../values-of.ts';
import type { DumpedKey } from './dumped-key.ts';

/** Fields or members in one command. */
const atOnce = 500;

/** Writes keys that were dumped, in place of what they had. */
export async function loadKeys(redis: Redis, root: string, dumped: readonly DumpedKey[]): Promise<void> {
  const writes = redis.pipeline();
  for (const key of dumped) writeKey(writes, root, key);
  valuesOf(await writes.exec());
}

/** The same as part of a pipeline or a transaction. */
export function writeKey(writes: ChainableCommander, root: string, { name, type, ttl, value }: DumpedKey): void {
  const key = `${root}:${name}`;
  writes.del(key);
  write(writes, key, type, value);
  if (ttl !== undefined) writes.pexpire(key, ttl);
}

function write(writes: ChainableCommander, key: string, type: DumpedKey['type'], value: DumpedKey['value']): void {
  const texts = value as readonly string[];
  switch (type) {
    case 'string':
      writes.set(key, texts[0] ?? '');
      return;
    case 'hash':
      for (const part of slices(texts, 2 * atOnce)) writes.hset(key, ...part);
      return;
    case 'list':
      for (const part of slices(texts, atOnce)) writes.rpush(key, ...part);
      return;
    case 'set':
      for (const part of slices(texts, atOnce)) writes.sadd(key, ...part);
      return;
    case 'zset':
      for (const part of slices(texts, 2 * atOnce)) writes.zadd(key, ...swapped(part));
      return;
    case 'stream':
      for (let at = 0; at < value.length; at += 2)
        writes.xadd(key, value[at] as string, ...(value[at + 1] as string[]));
  }
}

function* slices(texts: readonly string[], size: number): Generator<string[]> {
  for (let at = 0; at < texts.length; at += size) yield texts.slice(at, at + size);
}

/** ZADD takes the score first. */
const swapped = (pairs: readonly string[]): string[] =>
  pairs.flatMap((_, index) => (index % 2 === 0 ? [pairs[index + 1] as string, pairs[index] as string] : []));
