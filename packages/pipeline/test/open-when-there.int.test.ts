import { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openWhenThere } from '../src/starting/open-when-there.ts';

test('a connection to Redis that is lost while a process starts is made again', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  let tries = 0;
  const { opened: answer } = await openWhenThere(
    async () => {
      tries += 1;
      const redis = new Redis(process.env.REDIS_URL as string);
      try {
        await redis.ping();
        if (tries === 1) redis.disconnect();
        return await redis.ping();
      } finally {
        redis.disconnect();
      }
    },
    { log, place: null },
  );
  expect([answer, tries]).toEqual(['PONG', 2]);
  expect(lines.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual([
    'redis_unreachable',
    'redis_unreachable',
  ]);
});
