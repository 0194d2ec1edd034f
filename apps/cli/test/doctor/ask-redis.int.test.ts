import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { askRedis } from '../../src/doctor/ask-redis.ts';

test('a real server tells its version and settings', async () => {
  expect(await askRedis(process.env.REDIS_URL ?? '')).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    maxmemoryPolicy: 'noeviction',
    appendonly: 'yes',
  });
});

test('a wrong password is refused, and a port where nobody listens is told', async () => {
  const url = new URL(process.env.REDIS_URL ?? '');
  url.password = 'wrong';
  await expect(askRedis(url.href)).rejects.toThrow(/WRONGPASS|invalid/i);
  await expect(askRedis('redis://127.0.0.1:1')).rejects.toThrow(/ECONNREFUSED/);
});

test('a server that is no Redis is not waited for', async () => {
  await using server = createServer((socket) => {
    socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(askRedis(`redis://127.0.0.1:${port}`)).rejects.toThrow('closed');
});
