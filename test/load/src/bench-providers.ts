import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type Client, createClient } from '@nextpanel/client';
import { freePort, startSystem } from '@nextpanel/harness';
import { unlimitedCatalogue } from '@nextpanel/vendors';

/**
 * What the worker adds to a vendor's own time and memory: a batch of eight panels (method `panels`) compared with a single
 * request, and the worker's peak memory with eight 8 MB frames of 3840×2160 in flight. The vendors' emulator runs in a process
 * of its own.
 */
const latencyMs = 300;
const pictureBytes = 8_000_000;
const rounds = 5;

async function startEmulator(...args: string[]) {
  const port = await freePort();
  const main = new URL('../../vendors/src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, '--port', String(port), '--latency', String(latencyMs), ...args], {
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

async function startAll(url: string) {
  const system = await startSystem({
    OPENAI_API_KEY: 'sk-bench-0123456789',
    OPENAI_BASE_URL: `${url}/v1`,
    FAL_KEY: 'fal-bench-id:0123456789',
    FAL_BASE_URL: url,
    NEXTPANEL_CATALOGUE: unlimitedCatalogue,
  });
  return { system, client: createClient({ baseUrl: system.url() }) };
}

let stories = 0;
/** Draws one batch; answers with the milliseconds from its start to its commit. */
async function drawBatch(client: Client, panels: number, size: string, provider = 'openai'): Promise<number> {
  stories += 1;
  const { id } = await client.submit({
    json: {
      title: `bench ${stories}`,
      panels: Array.from({ length: panels }, (_, index) => ({ prompt: `bench ${stories}, picture ${index}` })),
      render: { provider, size, quality: 'low' },
    },
  });
  let startedAt = 0;
  for await (const event of client.events(id)) {
    const at = Number(event.id.split('-')[0]);
    if (event.type === 'batch.started') startedAt = at;
    if (event.type === 'batch.drawn') return at - startedAt;
    if (event.type === 'story.status' && event.waitingOn !== null)
      throw new Error(`the story waits for ${event.waitingOn}`);
  }
  throw new Error('the events ended');
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function compareLatency(provider: string): Promise<void> {
  await using emulator = await startEmulator();
  const { system, client } = await startAll(emulator.url);
  await using _ = system;
  await drawBatch(client, 8, '1024x1024', provider);
  const one: number[] = [];
  const eight: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    one.push(await drawBatch(client, 1, '1024x1024', provider));
    eight.push(await drawBatch(client, 8, '1024x1024', provider));
  }
  const ratio = median(eight) / median(one);
  process.stdout.write(
    `eight panels side by side at ${provider}, ${latencyMs} ms a request: one request ${median(one)} ms (${one.join(' ')}), a batch of eight ${median(eight)} ms (${eight.join(' ')}): ${ratio.toFixed(2)} × one (aim ≤ 1.3)\n`,
  );
}

async function measureMemory(): Promise<void> {
  await using emulator = await startEmulator('--picture-bytes', String(pictureBytes));
  const { system, client } = await startAll(emulator.url);
  await using _ = system;
  await drawBatch(client, 8, '3840x2160');
  const status = await readFile(`/proc/${system.process('worker').pid}/status`, 'utf8');
  const peakMb = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_000;
  process.stdout.write(
    `worker with 8 frames of 3840×2160, ${pictureBytes / 1_000_000} MB each, in flight: ${peakMb.toFixed(0)} MB at its peak (aim < 600)\n`,
  );
}

await compareLatency('openai');
// Its submits are made a few at a time.
await compareLatency('fal');
await measureMemory();
