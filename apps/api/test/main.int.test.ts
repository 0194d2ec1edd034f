import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventsOf, shortStory } from './testing.ts';

let dataDir: string;
let running: ChildProcess[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'nextpanel-api-'));
  running = [];
});
afterEach(async () => {
  for (const child of running) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly stdout: Promise<string>;
  readonly stderr: Promise<string>;
  /** Exit code, once it is there. */
  readonly exit: Promise<number | null>;
}

function start(env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH,
      REDIS_URL: process.env.REDIS_URL,
      NEXTPANEL_REDIS_PREFIX: `api-${randomUUID()}`,
      NEXTPANEL_DATA_DIR: dataDir,
      PORT: '0',
      ...env,
    },
  });
  running.push(child);
  return {
    child,
    stdout: text(child.stdout as NonNullable<typeof child.stdout>),
    stderr: text(child.stderr as NonNullable<typeof child.stderr>),
    exit: once(child, 'exit').then(([code]) => code as number | null),
  };
}

async function ready({ child, stderr }: Started): Promise<string> {
  const message = await Promise.race([once(child, 'message'), stderr.then((log) => Promise.reject(new Error(log)))]);
  expect(message[0]).toMatchObject({ type: 'ready', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  return (message[0] as { url: string }).url;
}

const submit = async (url: string): Promise<string> => {
  const response = await fetch(`${url}/v1/stories`, {
    method: 'POST',
    body: JSON.stringify(shortStory()),
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(202);
  return `${url}${response.headers.get('location')}`;
};

test('it says over IPC where it listens; stdout stays empty, the log is JSON on stderr', async () => {
  const api = start();
  const url = await ready(api);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  api.child.kill('SIGTERM');
  expect(await api.exit).toBe(0);
  expect(await api.stdout).toBe('');
  const lines = (await api.stderr).trim().split('\n');
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), msg: expect.any(String) });
});

test.each([
  ['SIGTERM', (child: ChildProcess) => child.kill('SIGTERM')],
  ['SIGINT', (child: ChildProcess) => child.kill('SIGINT')],
  ['the end of the supervisor', (child: ChildProcess) => child.disconnect()],
] as const)('%s ends the event streams and stops it at once', async (_what, stop) => {
  const api = start();
  const story = await submit(await ready(api));
  const events = eventsOf(await fetch(`${story}/events`));
  expect((await events.next()).value).toMatchObject({ data: { status: 'queued' } });
  stop(api.child);
  expect((await events.next()).done).toBe(true);
  // An open event stream would keep the process alive forever.
  expect(await api.exit).toBe(0);
});

test('a request under way is finished before it stops; a second signal does not wait', async () => {
  const body = JSON.stringify(shortStory());
  const slowly = (send: Promise<void>) =>
    new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode(body.slice(0, 10)));
        await send;
        controller.enqueue(new TextEncoder().encode(body.slice(10)));
        controller.close();
      },
    });
  const post = (url: string, stream: ReadableStream) =>
    fetch(`${url}/v1/stories`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    });

  const patient = start();
  const send = Promise.withResolvers<void>();
  const answer = post(await ready(patient), slowly(send.promise));
  await new Promise((resolve) => setTimeout(resolve, 300)); // until the head of the request is there
  patient.child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 300));
  send.resolve();
  expect((await answer).status).toBe(202);
  expect(await patient.exit).toBe(0);

  const forced = start();
  const cutOff = post(await ready(forced), slowly(new Promise(() => {}))).catch((thrown: unknown) => thrown);
  await new Promise((resolve) => setTimeout(resolve, 300));
  forced.child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(forced.child.exitCode).toBeNull();
  forced.child.kill('SIGINT');
  expect(await forced.exit).toBe(130);
  expect(await cutOff).toBeInstanceOf(Error);
});

test('a port that is taken is an error of the environment that says what to set', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const api = start({ PORT: String((squatter.address() as AddressInfo).port) });
  expect(await api.exit).toBe(5);
  expect(JSON.parse((await api.stderr).trim().split('\n').at(-1) ?? '')).toMatchObject({
    code: 'port_taken',
    msg: expect.stringContaining('set PORT'),
  });
  squatter.close();
});

test('without keys it refuses to listen where others can reach it, before anything else', async () => {
  const api = start({ HOST: '0.0.0.0', REDIS_URL: 'redis://127.0.0.1:1' });
  expect(await api.exit).toBe(2);
  expect(JSON.parse(await api.stderr)).toMatchObject({
    code: 'keys_required',
    msg: expect.stringContaining('set NEXTPANEL_API_KEYS'),
  });
});

test('with keys it listens anywhere, and none of them is ever printed', async () => {
  const key = 'a-secret-key-0123456789';
  const api = start({ HOST: '0.0.0.0', NEXTPANEL_API_KEYS: `hare:${key}`, LOG_LEVEL: 'trace' });
  const [message] = await once(api.child, 'message');
  const { port } = new URL((message as { url: string }).url);
  const answer = await fetch(`http://127.0.0.1:${port}/v1/stories`, { headers: { authorization: `Bearer ${key}` } });
  expect(answer.status).toBe(200);
  api.child.kill('SIGTERM');
  expect(await api.exit).toBe(0);
  expect(await api.stderr).not.toContain(key);
});
