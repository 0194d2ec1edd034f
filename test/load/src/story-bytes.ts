import type { Redis } from 'ioredis';

/** What one part of a story takes in Redis' memory. */
export interface PartBytes {
  readonly part: string;
  readonly keys: number;
  /** As `MEMORY USAGE` says, with every field counted, not a sample. */
  readonly bytes: number;
}

/** Every key that carries the id of a story, by part, the largest first; the queues' keys as `job`. */
export async function measureStoryBytes(redis: Redis, story: string): Promise<PartBytes[]> {
  const parts = new Map<string, PartBytes>();
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `*${story}*`, 'COUNT', 1_000);
    cursor = next;
    for (const key of keys) {
      const bytes = Number(await redis.memory('USAGE', key, 'SAMPLES', 0));
      const [, part = ''] = new RegExp(`:story:${story}(?::(.*))?$`).exec(key) ?? [null, 'job'];
      const name = part === '' ? 'header' : part;
      const before = parts.get(name);
      parts.set(name, { part: name, keys: (before?.keys ?? 0) + 1, bytes: (before?.bytes ?? 0) + bytes });
    }
  } while (cursor !== '0');
  return [...parts.values()].sort((a, b) => b.bytes - a.bytes);
}

/** A table of bytes by part and panel. */
export function reportStoryBytes(parts: readonly PartBytes[], panels: number): string {
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const line = (name: string, bytes: number) =>
    `${name.padEnd(12)} ${String(bytes).padStart(9)} ${(bytes / panels).toFixed(0).padStart(9)}`;
  return [
    `${'part'.padEnd(12)} ${'bytes'.padStart(9)} ${'a panel'.padStart(9)}`,
    ...parts.map(({ part, bytes }) => line(part, bytes)),
    line('all', total),
  ].join('\n');
}
