import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { rejectionOf } from './clients.ts';

interface Ready {
  readonly url: string;
  readonly openaiUrl: string;
}

async function start(...args: string[]): Promise<{ child: ChildProcess; ready: Ready; output: () => string }> {
  const main = new URL('../src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [ready] = (await once(child, 'message')) as [Ready];
  return { child, ready, output: () => output };
}

test('as a process: it prints its addresses, strikes with the faults it is given, is read and controlled over HTTP, and ends on SIGTERM', async () => {
  const { child, ready, output } = await start('--latency', '10', '--fault', 'server-error:2');
  try {
    await expect.poll(output, { timeout: 4_000 }).toContain(`OPENAI_BASE_URL=${ready.openaiUrl}`);
    const client = new OpenAI({ apiKey: 'any', baseURL: ready.openaiUrl, maxRetries: 0 });
    const order = () => client.images.generate({ model: 'gpt-image-2', prompt: 'A hare', size: '1024x1024' });
    for (const _ of [1, 2]) await rejectionOf(order(), OpenAI.InternalServerError);
    await order();
    const control = async (path: string, body?: object) => {
      const post = { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`${ready.url}${path}`, body === undefined ? {} : post);
      return { status: answer.status, body: (await answer.json()) as unknown };
    };
    const armed = { fault: 'rate-limited', times: 1, match: { prompt: 'hare' } };
    expect(await control('/__faults', armed)).toMatchObject({ status: 200, body: { armed: [armed] } });
    await rejectionOf(order(), OpenAI.RateLimitError);
    expect(await control('/__faults', { fault: 'no-such' })).toMatchObject({ status: 400 });
    expect(await control('/__ledger')).toMatchObject({ body: [{ prompt: 'A hare', references: [] }] });
    expect(await control('/__calls')).toMatchObject({
      body: [{ status: 500 }, { status: 500 }, { status: 200 }, { status: 429 }],
    });
  } finally {
    child.kill('SIGTERM');
  }
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('as a process: it continues from the saved state of another one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vendors-state-'));
  const first = await start();
  try {
    const client = new OpenAI({ apiKey: 'any', baseURL: first.ready.openaiUrl, maxRetries: 0 });
    await client.images.generate({ model: 'gpt-image-2', prompt: 'A hare', size: '1024x1024' });
    const file = join(folder, 'state.json');
    await writeFile(file, await (await fetch(`${first.ready.url}/__state`)).text());
    const second = await start('--state', file);
    try {
      const ledger = await fetch(`${second.ready.url}/__ledger`);
      expect(await ledger.json()).toMatchObject([{ prompt: 'A hare' }]);
    } finally {
      second.child.kill('SIGTERM');
    }
  } finally {
    first.child.kill('SIGTERM');
    await rm(folder, { recursive: true });
  }
});

test('an unknown fault ends it at once, with a list of the known ones', async () => {
  const main = new URL('../src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, '--fault', 'nonsense'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(errors).toContain('reset-after-work');
});
