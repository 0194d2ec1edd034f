import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, createClient } from '@nextpanel/client';
import type { StoryEvent } from '@nextpanel/core';
import { freePort, startProcess, startSystem, startTemporaryRedis, type TestSystem } from '@nextpanel/harness';
import { unlimitedCatalogue } from '@nextpanel/vendors';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

/**
 * How long a story stands still when a worker dies, and how soon it continues after a user resumes it. Measured at the vendor,
 * an emulator in a process of its own, with batches of one panel. The peer is a bare BullMQ step job with default settings
 * (lock 30 s, stalled check every 30 s). Arguments choose parts: resume, restart, another, bare.
 */
const runs = Number(process.env.NEXTPANEL_BENCH_RUNS ?? 20);
/** Each run of the peer takes a minute. */
const peerRuns = Number(process.env.NEXTPANEL_BENCH_PEER_RUNS ?? 3);

/** How long the vendor takes for a picture, and how far into that the worker is killed, in milliseconds. */
const vendorMs = 1_500;
const killAfterMs = 500;

/** Milliseconds from the kill, or the resume. */
interface Recovery {
  /** Until the next attempt at a batch began; NaN where there is none. */
  readonly attempt: number;
  /** Until the vendor was called. */
  readonly call: number;
  /** Until the process that replaces the killed one was ready; NaN where there is none. */
  readonly up: number;
}

interface Vendor extends AsyncDisposable {
  readonly baseUrl: string;
  /** Waits for the first call after this moment; answers with its time. */
  firstCallAfter(moment: number): Promise<number>;
}

async function startVendor(): Promise<Vendor> {
  const port = await freePort();
  const main = new URL('../../vendors/src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, '--port', String(port), '--latency', String(vendorMs)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    async firstCallAfter(moment) {
      for (;;) {
        const calls = (await (await fetch(`http://127.0.0.1:${port}/__calls`)).json()) as { at: number }[];
        const call = calls.find(({ at }) => at > moment);
        if (call) return call.at;
        await wait(50);
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function submit(client: Client, title: string, panels: number): Promise<string> {
  const { id } = await client.submit({
    json: {
      title,
      panels: Array.from({ length: panels }, (_, index) => ({ prompt: `${title}, picture ${index + 1}` })),
      render: { provider: 'openai', quality: 'low', batchSize: 1 },
    },
  });
  return id;
}

/** Waits for the first event that matches; answers with the time Redis wrote it. */
async function eventAt(client: Client, id: string, wanted: (event: StoryEvent) => boolean): Promise<number> {
  const stop = new AbortController();
  try {
    for await (const event of client.events(id, { signal: stop.signal })) {
      if (event.type === 'story.status' && event.waitingOn !== null)
        throw new Error(`the story waits for ${event.waitingOn}`);
      if (wanted(event)) return Number(event.id.split('-')[0]);
    }
    throw new Error('the events ended');
  } finally {
    stop.abort();
  }
}

const attemptOf =
  (batch: number, attempt: number) =>
  (event: StoryEvent): boolean =>
    event.type === 'batch.started' && event.batch === batch && event.attempt === attempt;

/** The only worker is killed in the middle of a batch and restarted at once, as the supervisor does. */
async function restartOnly(system: TestSystem, client: Client, vendor: Vendor): Promise<Recovery[]> {
  const id = await submit(client, 'restarted', runs + 1);
  const recoveries: Recovery[] = [];
  for (let batch = 1; batch <= runs; batch += 1) {
    await eventAt(client, id, attemptOf(batch, 1));
    await wait(killAfterMs);
    const killedAt = Date.now();
    await system.process('worker')[Symbol.asyncDispose]();
    await system.start('worker');
    const up = Date.now() - killedAt;
    const attempt = (await eventAt(client, id, attemptOf(batch, 2))) - killedAt;
    recoveries.push({ attempt, call: (await vendor.firstCallAfter(killedAt)) - killedAt, up });
  }
  await client.cancel(id);
  return recoveries;
}

/** The worker that draws is killed; another one, with a seat of its own, has to notice. */
async function noticedByAnother(system: TestSystem, client: Client, vendor: Vendor): Promise<Recovery[]> {
  await system.process('worker')[Symbol.asyncDispose]();
  const recoveries: Recovery[] = [];
  let [drawing, other] = await Promise.all([startProcess('worker', system.env), startProcess('worker', system.env)]);
  for (let run = 1; run <= runs; run += 1) {
    // Stopped, so that it cannot be the one that draws.
    other.kill('SIGSTOP');
    const id = await submit(client, `noticed ${run}`, 1);
    await eventAt(client, id, attemptOf(1, 1));
    other.kill('SIGCONT');
    await wait(killAfterMs);
    const killedAt = Date.now();
    await drawing[Symbol.asyncDispose]();
    const attempt = (await eventAt(client, id, attemptOf(1, 2))) - killedAt;
    recoveries.push({ attempt, call: (await vendor.firstCallAfter(killedAt)) - killedAt, up: Number.NaN });
    await eventAt(client, id, ({ type }) => type === 'batch.drawn');
    drawing = other;
    other = await startProcess('worker', system.env);
  }
  await other[Symbol.asyncDispose]();
  await drawing[Symbol.asyncDispose]();
  await system.start('worker');
  return recoveries;
}

/** A user pauses the story, the batch in flight ends, and the user resumes. */
async function afterResume(client: Client, vendor: Vendor): Promise<Recovery[]> {
  const id = await submit(client, 'resumed', 2 * runs + 2);
  const recoveries: Recovery[] = [];
  let batch = 1;
  for (let run = 1; run <= runs; run += 1) {
    await eventAt(client, id, attemptOf(batch, 1));
    await client.pause(id);
    await eventAt(client, id, (event) => event.type === 'batch.drawn' && event.batch === batch);
    await wait(killAfterMs);
    const resumedAt = Date.now();
    await client.resume(id);
    batch += 1;
    const attempt = (await eventAt(client, id, attemptOf(batch, 1))) - resumedAt;
    recoveries.push({ attempt, call: (await vendor.firstCallAfter(resumedAt)) - resumedAt, up: Number.NaN });
  }
  await client.cancel(id);
  return recoveries;
}

/** The worker of a bare BullMQ job is killed in the middle of a step and restarted at once. */
async function bareRestart(redisUrl: string): Promise<Recovery> {
  const prefix = `{bare-${randomUUID()}}`;
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue('steps', { connection, prefix });
  const main = new URL('./bench-bare-worker.ts', import.meta.url).pathname;
  const start = () =>
    spawn(process.execPath, [main, redisUrl, prefix, String(vendorMs)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  const begun = async (child: ChildProcess) => ((await once(child, 'message')) as [{ at: number }])[0].at;
  await queue.add('story', { step: 0 });
  const first = start();
  await begun(first);
  await wait(killAfterMs);
  const killedAt = Date.now();
  first.kill('SIGKILL');
  await once(first, 'exit');
  const second = start();
  const call = (await begun(second)) - killedAt;
  second.kill('SIGKILL');
  await once(second, 'exit');
  await queue.close();
  connection.disconnect();
  return { attempt: Number.NaN, call, up: Number.NaN };
}

function report(what: string, recoveries: readonly Recovery[]): void {
  const spread = (values: readonly number[]) => {
    const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1];
    const text = sorted.length === 0 ? '–' : `p50 ${at(0.5)} p95 ${at(0.95)} most ${at(1)}`;
    return text.padEnd(32);
  };
  const line = [
    what.padEnd(40),
    `${recoveries.length} runs`.padStart(7),
    `process up ${spread(recoveries.map(({ up }) => up))}`,
    `attempt ${spread(recoveries.map(({ attempt }) => attempt))}`,
    `vendor called ${spread(recoveries.map(({ call }) => call))}`,
    `load ${loadavg()[0]?.toFixed(1)}`,
  ];
  process.stdout.write(`${line.join('  ')}\n`);
}

const chosen = process.argv.slice(2);
const isChosen = (part: 'resume' | 'restart' | 'another' | 'bare') => chosen.length === 0 || chosen.includes(part);

process.stdout.write(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}; milliseconds; the vendor takes ${vendorMs} ms\n`,
);
await using vendor = await startVendor();
await using system = await startSystem({
  OPENAI_API_KEY: 'sk-bench-0123456789',
  OPENAI_BASE_URL: vendor.baseUrl,
  // With the default limit, twenty pictures a minute, the benchmark would measure the limit.
  NEXTPANEL_CATALOGUE: unlimitedCatalogue,
});
const client = createClient({ baseUrl: system.url() });
if (isChosen('resume')) report('after resume', await afterResume(client, vendor));
if (isChosen('restart')) report('only worker killed and restarted', await restartOnly(system, client, vendor));
if (isChosen('another')) report('worker killed, noticed by another', await noticedByAnother(system, client, vendor));
if (isChosen('bare')) {
  await using redis = await startTemporaryRedis();
  const bare: Recovery[] = [];
  for (let run = 0; run < peerRuns; run += 1) bare.push(await bareRestart(redis.url));
  report('bare BullMQ, defaults, restarted', bare);
}
