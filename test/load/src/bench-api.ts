import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@nextpanel/client';
import { startSystem, startTemporaryRedis, type TestSystem } from '@nextpanel/harness';
import { percentile } from './load-run.ts';
import { median } from './report-load.ts';
import { type Call, type Sent, sendRequests } from './send-requests.ts';

/**
 * What the API can take, each part next to what it is compared with, in the same run: submits and a bare Fastify that adds one job to BullMQ;
 * lists at 100, 2,000 and 15,000 stories; how long a single story waits behind many of another tenant; deliveries of webhooks; and the
 * API's memory after abuse. Arguments choose parts: submit, lists, fairness, webhooks, memory. Times decide nothing, ratios are printed with
 * their aims.
 */
const parts = ['submit', 'lists', 'fairness', 'webhooks', 'memory'] as const;
type Part = (typeof parts)[number];
const chosen = process.argv.slice(2).filter((it) => it !== '--') as Part[];
const isChosen = (part: Part): boolean => chosen.length === 0 || chosen.includes(part);

const keys = { many: 'bench-key-of-tenant-many', few: 'bench-key-of-tenant-few' } as const;
const env = { NEXTPANEL_API_KEYS: `many:${keys.many},few:${keys.few}`, LOG_LEVEL: 'error' };
const headers = { authorization: `Bearer ${keys.many}`, 'content-type': 'application/json' };

const spec = (title: string, panels = 8) => ({
  title,
  panels: Array.from({ length: panels }, (_, index) => ({
    prompt: `${title}, picture ${index + 1}: the hare runs past the mill, under grey clouds, and the crows look on`,
  })),
});
const submitting =
  (url: string, name: string) =>
  (n: number): Call => ({
    method: 'POST',
    url: `${url}/v1/stories`,
    headers,
    body: JSON.stringify(spec(`${name} ${n}`)),
  });

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const times = ({ ms }: Sent): string =>
  `p50 ${percentile(ms, 0.5).toFixed(1)} ms, p99 ${percentile(ms, 0.99).toFixed(1)} ms`;

async function startBare() {
  const redis = await startTemporaryRedis();
  const child = spawn(process.execPath, [new URL('bare-api.ts', import.meta.url).pathname, redis.url], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await once(child, 'exit');
      await redis.stop();
    },
  };
}

/** An installation that takes stories in and draws none. */
async function startTaking(more: Readonly<Record<string, string>> = {}): Promise<TestSystem> {
  const system = await startSystem({ ...env, ...more });
  for (const app of ['worker', 'finalizer'] as const) {
    system.process(app).kill('SIGTERM');
    await system.process(app).exited;
  }
  return system;
}

async function compareSubmits(): Promise<void> {
  await using bare = await startBare();
  await using own = await startTaking();
  const rounds = 5;
  for (const connections of [50, 100]) {
    const [ours, theirs]: [Sent[], Sent[]] = [[], []];
    for (let round = 0; round <= rounds; round += 1) {
      const count = connections * 12;
      const one = await sendRequests(count, connections, submitting(bare.url, `bare ${connections} ${round}`));
      const other = await sendRequests(count, connections, submitting(own.url(), `own ${connections} ${round}`));
      // The first round warms up.
      if (round === 0) continue;
      theirs.push(one);
      ours.push(other);
    }
    const speed = median(ours.map((it, round) => it.perSecond / (theirs[round]?.perSecond ?? Number.NaN)));
    const late = median(ours.map((it, round) => percentile(it.ms, 0.99) / percentile(theirs[round]?.ms ?? [], 0.99)));
    const perSecond = (sent: readonly Sent[]) => median(sent.map((it) => it.perSecond)).toFixed(0);
    print(
      `submit, ${connections} connections: ${perSecond(ours)}/s, bare ${perSecond(theirs)}/s: ${speed.toFixed(2)} × its throughput (aim ≥ 0.5), ${late.toFixed(2)} × its p99 (aim ≤ 2); ${times(ours.at(-1) as Sent)}; refused ${ours.reduce((sum, it) => sum + it.refused, 0)}`,
    );
  }
}

const lists = {
  list: '/v1/stories?limit=50',
  filter: '/v1/stories?status=paused&limit=50',
  search: '/v1/stories?query=needle&limit=50',
  ledger: '/v1/ledger?limit=50',
} as const;

/** The oldest stories are the ones searched for: every size finds one full page, and the newest-first search passes all others. */
const needles = 50;

async function compareLists(): Promise<void> {
  await using system = await startTaking();
  const url = system.url();
  let stories = 0;
  const first = new Map<string, number>();
  for (const count of [100, 2_000, 15_000]) {
    const from = stories;
    await sendRequests(count - stories, 20, (n) => ({
      method: 'POST',
      url: `${url}/v1/stories`,
      headers,
      body: JSON.stringify(spec(`${from + n < needles ? 'a needle' : 'hay'} ${from + n}`, 1)),
    }));
    stories = count;
    // What changed within the last two seconds is always read again.
    await wait(3_000);
    const cells: string[] = [];
    for (const [name, path] of Object.entries(lists)) {
      const get = (times: number) => sendRequests(times, 1, () => ({ method: 'GET', url: `${url}${path}`, headers }));
      const { ms: cold } = await get(1);
      const sent = await get(40);
      const p50 = percentile(sent.ms, 0.5);
      const base = first.get(name) ?? p50;
      first.set(name, base);
      cells.push(`${name} p50 ${p50.toFixed(1)} ms (${(p50 / base).toFixed(2)} ×; first ${cold[0]?.toFixed(0)} ms)`);
    }
    print(`${count} stories: ${cells.join(', ')} (aim ≤ 1.5 ×)`);
  }
}

async function measureFairness(): Promise<void> {
  const latencyMs = 400;
  const places = 2;
  await using system = await startSystem({
    ...env,
    NEXTPANEL_CONCURRENCY: String(places),
    STORYBOARD_LATENCY_MS: String(latencyMs),
  });
  const few = createClient({ baseUrl: system.url(), apiKey: keys.few });
  await sendRequests(1_000, 20, submitting(system.url(), 'many'));
  const batches: number[] = [];
  const waits: number[] = [];
  for (let time = 0; time < 5; time += 1) {
    const { id } = await few.submit({ json: spec(`single ${time}`) });
    let [queued, started] = [0, 0];
    for await (const event of few.events(id)) {
      const at = Date.parse(event.at);
      if (queued === 0) queued = at;
      if (event.type === 'batch.started') started = at;
      if (event.type === 'batch.drawn') {
        batches.push(at - started);
        waits.push(started - queued);
        break;
      }
    }
  }
  const ratio = median(waits) / median(batches);
  print(
    `fairness: a single story behind 1,000 of another tenant starts after ${median(waits).toFixed(0)} ms (most ${Math.max(...waits)}), a batch takes ${median(batches).toFixed(0)} ms: ${ratio.toFixed(2)} batches with ${places} places (aim ≤ 1 a place)`,
  );
}

async function measureWebhooks(): Promise<void> {
  let [received, lastAt] = [0, 0];
  const receiver = createServer((request, response) => {
    request.resume().on('end', () => {
      received += 1;
      lastAt = performance.now();
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  try {
    await using system = await startSystem({ ...env, NEXTPANEL_WEBHOOK_HOSTS: '127.0.0.1' });
    system.process('worker').kill('SIGTERM');
    await system.process('worker').exited;
    const client = createClient({ baseUrl: system.url(), apiKey: keys.many });
    await client.addWebhook({ url: `http://127.0.0.1:${port}/hook` });
    const stories = 400;
    const startedAt = performance.now();
    await sendRequests(stories, 20, submitting(system.url(), 'hooked'));
    const submittedAt = performance.now();
    while (received < stories && performance.now() - submittedAt < 60_000) await wait(50);
    const seconds = (lastAt - startedAt) / 1_000;
    print(
      `webhooks: ${received} of ${stories} events delivered, ${(received / seconds).toFixed(0)}/s, the last one ${(lastAt - submittedAt).toFixed(0)} ms after the last submit`,
    );
  } finally {
    receiver.close();
    receiver.closeAllConnections();
  }
}

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

async function measureMemory(): Promise<void> {
  await using system = await startTaking();
  const url = system.url();
  const { pid } = system.process('api');
  // Idle is measured when it has worked: the compiler's code stays.
  await sendRequests(500, 20, submitting(url, 'warm'));
  await wait(5_000);
  const idle = residentMb(pid);
  const long = `title: long\npanels:\n${'  - prompt: the crow lands once more on the sill of the mill\n'.repeat(40_000)}`;
  const abuses: readonly ((n: number) => Call)[] = [
    (n) => ({
      method: 'POST',
      url: `${url}/v1/stories`,
      headers,
      body: `{"title": ${n}, "panels": [{"prompt": ${'['.repeat(n % 900)}`,
    }),
    () => ({
      method: 'POST',
      url: `${url}/v1/stories`,
      headers: { ...headers, 'content-type': 'application/yaml' },
      body: long,
    }),
    (n) => ({ method: 'POST', url: `${url}/v1/hooks/fal/${n}`, body: Buffer.alloc(1 << 20) }),
    (n) => ({ method: 'GET', url: `${url}/v1/stories/${'x'.repeat(n % 4_000)}/panels?limit=${n}`, headers }),
    (n) => ({
      method: 'POST',
      url: `${url}/v1/assets`,
      headers: { ...headers, 'content-type': 'image/png' },
      body: Buffer.alloc(1 << 20, n),
    }),
  ];
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, residentMb(pid));
  }, 200);
  for (const [kind, abuse] of abuses.entries())
    await sendRequests(kind === 1 ? 60 : 2_000, 50, abuse).catch(() => undefined);
  clearInterval(watch);
  await wait(30_000);
  const after = residentMb(pid);
  print(
    `memory of the API: ${idle.toFixed(0)} MB idle, ${most.toFixed(0)} MB at most under abuse, ${after.toFixed(0)} MB half a minute later: ${(after / idle).toFixed(2)} × idle (aim ≤ 1.3)`,
  );
}

print(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load average ${loadavg()[0]?.toFixed(1)}`);
if (isChosen('submit')) await compareSubmits();
if (isChosen('lists')) await compareLists();
if (isChosen('fairness')) await measureFairness();
if (isChosen('webhooks')) await measureWebhooks();
if (isChosen('memory')) await measureMemory();
print(`load average ${loadavg()[0]?.toFixed(1)}`);
