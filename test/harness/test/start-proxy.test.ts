import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startProxy, type TestProxy } from '../src/start-proxy.ts';

let server: Server;
let proxy: TestProxy;
let served: Socket[];
let opened: Socket[];

beforeEach(async () => {
  served = [];
  opened = [];
  // Echoes everything.
  server = createServer((socket) => {
    served.push(socket);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await startProxy({ port: (server.address() as AddressInfo).port });
});
afterEach(async () => {
  for (const socket of opened) socket.destroy();
  await proxy[Symbol.asyncDispose]();
  server.close();
});

async function open() {
  const socket = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
  opened.push(socket);
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  // Not `once`, which rejects on an error.
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await Promise.race([new Promise<void>((resolve) => socket.on('connect', resolve)), closed]);
  return {
    closed,
    socket,
    heard: () => heard,
    say: (text: string) => void socket.write(text),
  };
}

it('puts itself into a URL and passes bytes on', async () => {
  expect(proxy.urlOf('redis://:secret@127.0.0.1:1/2')).toBe(`redis://:secret@127.0.0.1:${proxy.port}/2`);
  const { heard, say } = await open();
  say('hello');
  await expect.poll(heard).toBe('hello');
});

it('delays both directions and keeps the order, even when the delay shrinks', async () => {
  const { heard, say } = await open();
  proxy.setLatency(100);
  const saidAt = performance.now();
  say('slow ');
  await wait(20);
  proxy.setLatency(0);
  say('quick');
  await expect.poll(heard, { interval: 5 }).toBe('slow quick');
  expect(performance.now() - saidAt).toBeGreaterThan(95);
});

it('cuts open connections and serves new ones', async () => {
  const { closed } = await open();
  await expect.poll(() => served.length).toBe(1);
  expect(proxy.cut()).toBe(1);
  await closed;
  await expect.poll(() => served[0]?.destroyed).toBe(true);
  const next = await open();
  next.say('again');
  await expect.poll(next.heard).toBe('again');
});

it('delays everything while it is a black hole, and delivers it afterwards', async () => {
  const { heard, say } = await open();
  proxy.blackhole(true);
  say('kept');
  await wait(100);
  expect(heard()).toBe('');
  proxy.blackhole(false);
  await expect.poll(heard).toBe('kept');
});

it('makes connections half-open whose last bytes match, and neither side hears from the other again', async () => {
  const [deaf, well] = [await open(), await open()];
  deaf.say('wait for me');
  well.say('hello');
  await expect.poll(() => [deaf.heard(), well.heard()]).toEqual(['wait for me', 'hello']);
  expect(proxy.swallow(/wait/)).toBe(1);
  deaf.say('lost');
  deaf.socket.end();
  well.say(' again');
  await expect.poll(well.heard).toBe('hello again');
  expect([deaf.heard(), deaf.socket.destroyed, served[0]?.destroyed]).toEqual(['wait for me', false, false]);
});

it('refuses new connections while it is set to', async () => {
  proxy.refuse(true);
  await (await open()).closed;
  proxy.refuse(false);
  const { heard, say } = await open();
  say('welcome');
  await expect.poll(heard).toBe('welcome');
});
