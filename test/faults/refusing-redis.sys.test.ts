import { mkdir } from 'node:fs/promises';
import { type Client, createClient } from '@nextpanel/client';
import { startProxy, startSystem, startTemporaryRedis, type TestProxy, type TestSystem } from '@nextpanel/harness';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';

/** Redis answers and does not do what it is asked: everything waits, says so once, and continues. */

const story = (panels: number) => ({
  json: {
    title: 'The Hare waits',
    render: { size: '128x128' },
    panels: Array.from({ length: panels }, (_, index) => ({ prompt: `The hare passes tree ${index + 1}` })),
  },
});

async function until(
  system: TestSystem,
  client: Client,
  id: string,
  fits: (event: { type: string; status?: unknown }) => boolean,
): Promise<void> {
  const stop = new AbortController();
  for await (const event of client.events(id, { signal: stop.signal })) {
    if (event.type === 'story.status' && event.status === 'needs_attention')
      throw new Error(`the story waits for ${String(event.waitingOn)}\n${system.process('worker').log()}`);
    if (fits(event)) break;
  }
  stop.abort();
}
const isDrawn = ({ type }: { type: string }) => type === 'batch.drawn';
const isCompleted = ({ type, status }: { type: string; status?: unknown }) =>
  type === 'story.status' && status === 'completed';

const linesOf = (log: string, words: string): number => log.split('\n').filter((line) => line.includes(words)).length;

/** Everything was drawn once, at the first attempt. */
async function expectNothingWasted(client: Client, id: string, panels: number): Promise<void> {
  const ledger = await client.ledger(id);
  expect(ledger.map(({ state }) => state)).toEqual(Array(panels).fill('kept'));
  const outcomes = (await client.attempts(id)).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'failed')).toEqual([]);
}

const portOf = (url: string): number => Number(new URL(url).port);

test('after a failover behind one address every process leaves the demoted server', async () => {
  await using second = await startTemporaryRedis();
  let proxy: TestProxy | undefined;
  let first = '';
  await using system = await startSystem(async ({ redisUrl }) => {
    first = redisUrl;
    proxy = await startProxy({ port: portOf(redisUrl) });
    return { STORYBOARD_LATENCY_MS: '200', REDIS_URL: proxy.urlOf(redisUrl) };
  });
  await using _proxy = proxy as TestProxy;
  const client = createClient({ baseUrl: system.url(), retries: 0 });
  const password = decodeURIComponent(new URL(first).password);
  const [a, b] = [new Redis(first), new Redis(second.url)];
  try {
    // One password, as any pair has: the proxy hands over the same one.
    await b.config('SET', 'masterauth', password);
    await b.replicaof('127.0.0.1', portOf(first));
    const { id } = await client.submit(story(24));
    await until(system, client, id, isDrawn);
    await expect.poll(async () => b.info('replication'), { timeout: 20_000 }).toMatch(/master_link_status:up/);
    await b.config('SET', 'requirepass', password);
    await a.config('SET', 'masterauth', password);
    _proxy.leadTo(portOf(second.url));
    await b.replicaof('NO', 'ONE');
    await a.replicaof('127.0.0.1', portOf(second.url));
    await until(system, client, id, isCompleted);
    await expectNothingWasted(client, id, 24);
    const ready = async () => (await fetch(`${system.url()}/readyz`)).status;
    await expect.poll(ready, { timeout: 20_000 }).toBe(200);
    // No connection is left behind: at the demoted server only this test's and that of the replication.
    await expect.poll(async () => linesOf(String(await a.client('LIST')), 'addr='), { timeout: 20_000 }).toBe(2);
    for (const app of ['api', 'worker', 'finalizer'] as const) {
      const episodes = linesOf(system.process(app).log(), '"code":"redis_read_only","reason"');
      expect([app, episodes]).toEqual([app, episodes === 0 ? 0 : 1]);
    }
  } finally {
    a.disconnect();
    b.disconnect();
  }
});

test('each refusal has its code, one log line, a /readyz that knows it, and ends by continuing', async () => {
  await using system = await startSystem({ STORYBOARD_LATENCY_MS: '200' });
  const client = createClient({ baseUrl: system.url(), retries: 0 });
  const redis = new Redis(system.redis.url);
  const blocker = new Redis(system.redis.url);
  try {
    const { id } = await client.submit(story(48));
    const [, folder = ''] = (await redis.config('GET', 'dir')) as string[];
    await redis.config('SET', 'busy-reply-threshold', '100');
    const refusals: Record<string, [begin: () => Promise<unknown>, end: () => Promise<unknown>]> = {
      redis_without_replicas: [
        () => redis.config('SET', 'min-replicas-to-write', '1'),
        () => redis.config('SET', 'min-replicas-to-write', '0'),
      ],
      redis_cannot_save: [
        async () => {
          // Where a folder stands, no dump can be written.
          await mkdir(`${folder}/dump.rdb/full`, { recursive: true });
          await redis.config('SET', 'save', '3600 1');
          await redis.bgsave();
          await expect
            .poll(async () => redis.info('persistence'), { timeout: 20_000 })
            .toMatch(/rdb_last_bgsave_status:err/);
        },
        () => redis.config('SET', 'save', ''),
      ],
      redis_busy: [
        async () => {
          blocker.eval('while true do end', 0).catch(() => undefined);
          await expect.poll(() => redis.ping().catch(String), { timeout: 20_000 }).toMatch(/BUSY/);
        },
        () => redis.script('KILL'),
      ],
    };
    for (const [code, [begin, end]] of Object.entries(refusals)) {
      await until(system, client, id, isDrawn);
      await begin();
      const ready = async () => {
        const answer = await fetch(`${system.url()}/readyz`);
        return [answer.status, ((await answer.json()) as { code?: string }).code];
      };
      await expect.poll(ready, { timeout: 20_000 }).toEqual([503, code]);
      await expect(client.submit(story(1))).rejects.toMatchObject({ status: 503, code });
      await expect.poll(() => system.process('worker').log(), { timeout: 30_000 }).toContain(`"code":"${code}"`);
      await end();
      await expect.poll(ready, { timeout: 20_000 }).toEqual([200, undefined]);
    }
    await until(system, client, id, isCompleted);
    await expectNothingWasted(client, id, 48);
    for (const code of Object.keys(refusals)) {
      for (const app of ['api', 'worker'] as const) {
        const lines = system
          .process(app)
          .log()
          .split('\n')
          .filter((line) => line.includes(`"code":"${code}"`) && line.includes('"level":50'));
        expect([app, code, lines.length]).toEqual([app, code, 1]);
      }
    }
  } finally {
    redis.disconnect();
    blocker.disconnect();
  }
});

/** What docs/environment.md tells operators to grant. */
const permissions = (prefix: string): string[] => [
  'on',
  '>pass-word',
  'resetkeys',
  `~{${prefix}}:*`,
  'resetchannels',
  `&{${prefix}}:*`,
  '+@all',
  '-@admin',
  '-@dangerous',
  '+info',
];

test('a Redis user with the documented permissions and no others draws a story; one with fewer says what is missing', async () => {
  const prefix = 'least';
  let admin: Redis | undefined;
  await using system = await startSystem(async ({ redisUrl }) => {
    admin = new Redis(redisUrl);
    await admin.call('ACL', 'SETUSER', 'np', ...permissions(prefix));
    return { NEXTPANEL_REDIS_PREFIX: prefix, REDIS_URL: `redis://np:pass-word@${new URL(redisUrl).host}` };
  });
  const client = createClient({ baseUrl: system.url(), retries: 0 });
  try {
    const { id } = await client.submit(story(9));
    await until(system, client, id, isCompleted);
    expect((await client.queues()).length).toBeGreaterThan(0);
    for (const [change, words] of [
      ['-info', "'info' command"],
      ['resetchannels', 'channel'],
      ['resetkeys', 'key'],
    ] as const) {
      await admin?.call('ACL', 'SETUSER', 'np', change);
      const refused = await system.start('worker').then(
        () => 'it started',
        (error: unknown) => String(error),
      );
      expect(refused).toMatch(/ended \(5\)/);
      expect(refused).toMatch(/redis_forbids/);
      expect(refused).toContain(words);
      await admin?.call('ACL', 'SETUSER', 'np', 'reset', ...permissions(prefix));
    }
  } finally {
    admin?.disconnect();
  }
});

test.each([
  ['/99', 5, 'redis_database_missing'],
  ['/notanumber', 2, 'config_invalid'],
])('REDIS_URL with the database %s is refused', async (path, exitCode, code) => {
  await using redis = await startTemporaryRedis();
  const refused = await startSystem({ REDIS_URL: new URL(path, redis.url).href }).then(
    async (system) => {
      await system[Symbol.asyncDispose]();
      return 'it started';
    },
    (error: unknown) => String(error),
  );
  expect(refused).toContain(`ended (${exitCode})`);
  expect(refused).toContain(code);
});
