import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventsOf, shortStory, startTestApi, type TestApi } from './testing.ts';

/** What stands between the API and Redis, and can be cut. */
interface Wire {
  readonly url: string;
  cut(): void;
  restore(): Promise<void>;
  close(): Promise<void>;
}

async function openWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const ends = new Set<Socket>();
  const listenOn = (at: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer((near) => {
        const far = connect(Number(port), hostname);
        for (const [from, to] of [
          [near, far],
          [far, near],
        ] as const) {
          ends.add(from);
          from.on('error', () => to.destroy()).on('close', () => to.destroy());
          from.pipe(to);
        }
      }).listen(at, '127.0.0.1', () => resolve(server));
    });
  let server = await listenOn(0);
  const own = (server.address() as AddressInfo).port;
  const cut = () => {
    server.close();
    for (const end of ends) end.destroy();
    ends.clear();
  };
  return {
    url: target.replace(`${hostname}:${port}`, `127.0.0.1:${own}`),
    cut,
    async restore() {
      server = await listenOn(own);
    },
    async close() {
      cut();
    },
  };
}

let wire: Wire;
let api: TestApi;
beforeEach(async () => {
  wire = await openWire(process.env.REDIS_URL ?? '');
  api = await startTestApi({ REDIS_URL: wire.url });
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
  await wire.close();
});

const paths = (self: string) => [
  '/v1/stories',
  self,
  `${self}/panels`,
  `${self}/events`,
  '/v1/events',
  '/v1/queues',
  '/v1/workers',
  '/v1/providers',
  '/v1/providers/storyboard/stats',
];

test('while Redis is gone every request is answered with a problem, and served again when it is back', async () => {
  const { links } = await api.submit(shortStory());
  wire.cut();
  const submitting = api.post('/v1/stories', shortStory());
  const asking = [...paths(links.self), '/readyz'].map(async (path) => ({ path, response: await api.get(path) }));
  for (const { path, response } of await Promise.all(asking)) {
    expect([path, response.status]).toEqual([path, 503]);
    expect(await response.json()).toMatchObject({ code: path === '/readyz' ? 'not_ready' : 'redis_unreachable' });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  const submitted = await submitting;
  expect([submitted.status, ((await submitted.json()) as { code: string }).code]).toEqual([503, 'redis_unreachable']);
  // The process itself is alive, and its metrics say so.
  expect((await api.get('/healthz')).status).toBe(200);
  expect((await api.get('/metrics')).status).toBe(200);

  await wire.restore();
  await expect.poll(async () => (await api.get('/readyz')).status, { timeout: 10_000 }).toBe(200);
  for (const path of paths(links.self)) {
    const response = await api.get(path);
    expect([path, response.status]).toEqual([path, 200]);
    await response.body?.cancel();
  }
});

test('an event stream lives through a cut, or ends so that its reader comes again; nothing is missed', async () => {
  const { links } = await api.submit(shortStory());
  const seen: unknown[] = [];
  let last = '';
  const reading = (async () => {
    while (!seen.includes('cancelled')) {
      const response = await api.get(links.events, last === '' ? {} : { 'last-event-id': last });
      if (response.ok) {
        for await (const { id, data } of eventsOf(response)) {
          last = id;
          seen.push(data.status);
          if (data.status === 'cancelled') return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  await expect.poll(() => seen).toEqual(['queued']);
  wire.cut();
  await wire.restore();
  await expect.poll(async () => (await api.post(`${links.self}/pause`)).status, { timeout: 10_000 }).toBe(202);
  await expect.poll(async () => (await api.post(`${links.self}/cancel`)).status, { timeout: 10_000 }).toBe(202);
  await reading;
  expect(seen).toEqual(['queued', 'paused', 'cancelled']);
});

test('a stream of changes stays open through a cut, and then says to look at everything again', async () => {
  const seen: unknown[] = [];
  const response = await api.get('/v1/events');
  const reading = (async () => {
    for await (const { data } of eventsOf(response)) {
      seen.push(data.stories);
      if (seen.length === 3) return;
    }
  })();
  await expect.poll(() => seen).toEqual([[]]);
  wire.cut();
  await wire.restore();
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual([[], []]);
  const { id } = await api.submit(shortStory());
  await reading;
  expect(seen).toEqual([[], [], [id]]);
});
