import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { openRedis } from '../src/index.ts';

const redisUrl = new URL(process.env.REDIS_URL ?? '');

/** A way to the Redis of the tests. From the second connection on, no subscription arrives, and what was sent is not waited for at the end. */
async function openHole() {
  let connections = 0;
  const server = createServer((client) => {
    const deaf = ++connections > 1;
    const redis = connect(Number(redisUrl.port), redisUrl.hostname);
    client.on('data', (sent) => {
      if (!deaf || !sent.toString().toLowerCase().includes('subscribe')) redis.write(sent);
    });
    redis.on('data', (answer) => client.write(answer));
    for (const [one, other] of [
      [client, redis],
      [redis, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('end', () => one.destroy());
      one.on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL('/3', redisUrl);
  [url.username, url.password] = [redisUrl.username, redisUrl.password];
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    [Symbol.dispose]: () => void server.close(),
  };
}

const open = (url: string): Redis => openRedis(url);
const copy = (url: string): Redis => openRedis(url, { lazyConnect: true }).duplicate({ lazyConnect: false });

test.each([
  { of: 'a connection', start: open },
  { of: 'a copy of one', start: copy },
])('$of that ends while it subscribes again does not end the process', async ({ start }) => {
  const uncaught: unknown[] = [];
  const note = (reason: unknown) => void uncaught.push(reason);
  process.on('unhandledRejection', note);
  try {
    using hole = await openHole();
    const redis = start(hole.url);
    redis.on('error', () => undefined);
    await redis.subscribe('a channel');
    redis.disconnect(true);
    await once(redis, 'ready');
    redis.disconnect();
    await once(redis, 'end');
    await turn();
    expect(uncaught.map(String)).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
