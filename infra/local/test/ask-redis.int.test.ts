import { createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { askRedis, inspectRedis } from '../src/ask-redis.ts';

const own = () => process.env.REDIS_URL as string;

/** A server on its own port that treats every connection alike, until the test ends. */
async function serve(treat: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    treat(socket);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}
const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const http = (socket: Socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n');
const mute = (socket: Socket) => socket.resume();
/** Redis while it reads its append-only file: it accepts the password and refuses everything else. */
const loading = (socket: Socket) =>
  socket.on('data', (chunk) => {
    for (const [command] of chunk.toString().matchAll(/AUTH|PING/gi)) {
      socket.write(
        command.toUpperCase() === 'AUTH' ? '+OK\r\n' : '-LOADING Redis is loading the dataset in memory\r\n',
      );
    }
  });
/** A Redis without a password, which cannot be ours. */
const open = (socket: Socket) =>
  socket.on('data', (chunk) => {
    for (const [command] of chunk.toString().matchAll(/AUTH|PING/gi)) {
      socket.write(
        command.toUpperCase() === 'AUTH'
          ? '-ERR AUTH <password> called without any password configured for the default user.\r\n'
          : '+PONG\r\n',
      );
    }
  });

test('a real server reports its version and settings', async () => {
  expect(await inspectRedis(own(), 'doctor')).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    maxmemoryPolicy: 'noeviction',
    appendonly: 'yes',
    clockAheadMs: expect.closeTo(0, -3),
  });
  expect(await askRedis(own())).toBe('pong');
});

test('a wrong password is refused, and a port where nobody listens is reported', async () => {
  const url = new URL(own());
  url.password = 'wrong';
  await expect(inspectRedis(url.href, 'doctor')).rejects.toThrow(/WRONGPASS|invalid/i);
  expect(await askRedis(url.href)).toBe('silent');
  await expect(inspectRedis('redis://127.0.0.1:1', 'doctor')).rejects.toThrow(/ECONNREFUSED/);
  expect(await askRedis('redis://:p@127.0.0.1:1')).toBe('silent');
});

test('a server that is no Redis, or never answers, is not waited for', async () => {
  await expect(inspectRedis(`redis://${await serve(http)}`, 'doctor')).rejects.toThrow('the server there is not Redis');
  await expect(inspectRedis(`redis://${await serve(mute)}`, 'doctor', 200)).rejects.toThrow(/timed out/i);
  expect(await askRedis(`redis://:p@${await serve(http)}`)).toBe('silent');
  expect(await askRedis(`redis://:p@${await serve(mute)}`, 200)).toBe('silent');
});

test('a server that still loads its data is recognised; one without a password is not ours', async () => {
  expect(await askRedis(`redis://:p@${await serve(loading)}`)).toBe('loading');
  expect(await askRedis(`redis://:p@${await serve(open)}`)).toBe('silent');
});

test('a Redis is asked whether it has the database, and whether it takes writes', async () => {
  const url = new URL(own());
  url.pathname = '/99';
  await expect(inspectRedis(url.href, 'doctor')).rejects.toThrow(/DB index is out of range/);
  const admin = new Redis(own());
  // One key and channel of another prefix is all this user may touch.
  await admin.call('ACL', 'SETUSER', 'narrow', 'on', '>pw', '~{other}:*', '&{other}:*', '+@all');
  await expect(inspectRedis(`redis://narrow:pw@${url.host}`, 'doctor')).rejects.toThrow(/NOPERM|permission/i);
  await expect(inspectRedis(`redis://narrow:pw@${url.host}`, 'other')).resolves.toMatchObject({
    clockAheadMs: expect.any(Number),
  });
  await admin.call('ACL', 'DELUSER', 'narrow');
  admin.disconnect();
});
