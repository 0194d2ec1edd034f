import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@nextpanel/client';
import { freePort, startProcess, startSystem, type TestProcess, type TestSystem } from '@nextpanel/harness';
import { mallocSettings } from '@nextpanel/local';
import { Redis } from 'ioredis';
import { processCpuMs, redisCpuMs } from './cpu-time.ts';

/** A picture takes 40 s at the vendor, as those of gpt-image-2 in medium quality. */
export const pictureMs = 40_000;
export const batchSize = 8;

/** How many stories one worker draws at once; each has eight requests under way. */
export const storiesPerWorker = 2;

/** What was read of an installation at one moment. */
export interface Reading {
  readonly at: number;
  /** CPU time used so far, by kind of process, in milliseconds. */
  readonly cpuMs: Readonly<Record<'workers' | 'finalizer' | 'api' | 'redis', number>>;
  /** Resident memory, by process, in bytes; of Redis, what it uses for its data. */
  readonly memory: ReadonlyMap<string, number>;
}

/** A whole installation of real processes, with the emulated vendor in a process of its own. */
export interface LoadSystem extends AsyncDisposable {
  readonly system: TestSystem;
  readonly redis: Redis;
  readonly client: (tenant: string) => Client;
  /** Pictures a second that the vendor draws at most. */
  readonly vendorPerSecond: number;
  read(): Promise<Reading>;
  /** Ends the finalizer: its composing is left out of what is measured from here. */
  stopFinalizer(): Promise<void>;
}

/** Two tenants of equal weight: one with many stories, one with few. */
export const tenants = ['many', 'few'] as const;
const keyOf = (tenant: string): string => `load-test-key-of-${tenant}`;

/** @param factor by how much the vendor's time is compressed */
export async function openLoadSystem(workers: number, factor: number): Promise<LoadSystem> {
  await using opened = new AsyncDisposableStack();
  const latencyMs = Math.round(pictureMs / factor);
  const places = workers * storiesPerWorker * batchSize;
  const folder = await mkdtemp(join(tmpdir(), 'nextpanel-load-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const catalogue = join(folder, 'catalogue.json');
  const limits = { concurrency: places, imagesPerMinute: null };
  await writeFile(catalogue, JSON.stringify({ models: [{ provider: 'openai', id: 'gpt-image-2', limits }] }));
  const vendor = opened.use(await startVendor(latencyMs));
  const system = opened.use(
    await startSystem({
      OPENAI_API_KEY: 'sk-load-0123456789',
      OPENAI_BASE_URL: `${vendor.url}/v1`,
      NEXTPANEL_CATALOGUE: catalogue,
      NEXTPANEL_API_KEYS: tenants.map((tenant) => `${tenant}:${keyOf(tenant)}`).join(','),
      NEXTPANEL_CONCURRENCY: String(storiesPerWorker),
      LOG_LEVEL: 'error',
      // As the launcher and the image start them: otherwise glibc keeps what many threads freed.
      ...mallocSettings,
    }),
  );
  const others: TestProcess[] = [];
  for (let number = 2; number <= workers; number += 1) {
    const seat = `worker-${number}`;
    others.push(opened.use(await startProcess('worker', { ...system.env, NEXTPANEL_SEAT: seat })));
  }
  const redis = new Redis(system.redis.url);
  opened.defer(() => redis.disconnect());
  const drawing = [system.process('worker'), ...others];
  let finalizer: TestProcess | null = system.process('finalizer');
  const owned = opened.move();
  return {
    system,
    redis,
    vendorPerSecond: (places / latencyMs) * 1_000,
    client: (tenant) => createClient({ baseUrl: system.url(), apiKey: keyOf(tenant) }),
    async stopFinalizer() {
      finalizer?.kill('SIGTERM');
      await finalizer?.exited;
      finalizer = null;
    },
    async read() {
      const api = system.process('api');
      const memory = new Map([
        ...drawing.map(({ pid }, index) => [`worker ${index + 1}`, residentBytes(pid)] as const),
        ['api', residentBytes(api.pid)] as const,
        ...(finalizer ? [['finalizer', residentBytes(finalizer.pid)] as const] : []),
        ['redis', Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1])] as const,
      ]);
      return {
        at: performance.now(),
        cpuMs: {
          workers: drawing.reduce((sum, { pid }) => sum + processCpuMs(pid), 0),
          finalizer: finalizer ? processCpuMs(finalizer.pid) : 0,
          api: processCpuMs(api.pid),
          redis: await redisCpuMs(redis),
        },
        memory,
      };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startVendor(latencyMs: number) {
  const port = await freePort();
  const main = new URL('../../vendors/src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, '--port', String(port), '--latency', String(latencyMs)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;

let stories = 0;
/** Submits one story; answers with its id. */
export async function submitOne({ client }: LoadSystem, tenant: string, panels: number): Promise<string> {
  stories += 1;
  const { id } = await client(tenant).submit({
    json: {
      title: `Load ${stories}`,
      panels: Array.from({ length: panels }, (_, index) => ({
        prompt: `Story ${stories}, picture ${index + 1}: the hare runs past the mill, under grey clouds, and the crows look on`,
        text: [{ kind: 'caption', text: `Mile ${index + 1}.` }],
      })),
      render: { provider: 'openai', quality: 'low' },
    },
  });
  return id;
}

/** Resolves when all panels of the story are drawn, or when it is complete. */
export async function untilStory(
  { client }: LoadSystem,
  tenant: string,
  id: string,
  status: 'composing' | 'completed',
): Promise<void> {
  for await (const event of client(tenant).events(id)) {
    if (event.type !== 'story.status') continue;
    if (event.status === status || event.status === 'completed') return;
    if (event.status === 'needs_attention') throw new Error(`story ${id} waits for ${String(event.waitingOn)}`);
  }
  throw new Error(`the events of story ${id} ended`);
}

/** How long each turn of these stories stood in line, in milliseconds. */
export async function readWaits({ redis, system }: LoadSystem, ids: readonly string[]): Promise<number[]> {
  const waits: number[] = [];
  for (const id of ids) {
    const attempts = await redis.hgetall(`${system.root}:story:${id}:attempts`);
    for (const [field, json] of Object.entries(attempts)) {
      if (field.endsWith('.start')) waits.push((JSON.parse(json) as { readonly waited?: number }).waited ?? 0);
    }
  }
  return waits;
}

export const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN;
