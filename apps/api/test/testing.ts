import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, type StoryView } from '@nextpanel/core';
import { type Context, openContext, startFinalizer, startWorker } from '@nextpanel/pipeline';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { buildServer, type ServerOptions } from '../src/build-server.ts';
import { listen } from '../src/listen.ts';
import type { Server } from '../src/server.ts';

/** A real API server on a port of its own, with its own part of the real Redis and its own data directory. */
export interface TestApi extends AsyncDisposable {
  readonly url: string;
  readonly app: Server;
  readonly context: Context;
  /** The test's own connection, to look past the server and to break things. */
  readonly redis: Redis;
  /** What was logged, one JSON line each. */
  readonly log: readonly string[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body?: Posted, headers?: Record<string, string>): Promise<Response>;
  /** Submits a story and answers with its view. */
  submit(story: unknown, headers?: Record<string, string>): Promise<StoryView>;
  /** Starts what draws, composes and binds, until it is stopped or the server is disposed. */
  startDrawing(): Promise<{ stop(): Promise<void> }>;
}

type Posted = string | Uint8Array<ArrayBuffer> | object;

export async function startTestApi(
  env: Readonly<Record<string, string | undefined>> = {},
  options: ServerOptions = {},
): Promise<TestApi> {
  await using opened = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'nextpanel-api-'));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  const config = parseConfig({
    REDIS_URL: process.env.REDIS_URL,
    NEXTPANEL_REDIS_PREFIX: `api-${randomUUID()}`,
    NEXTPANEL_DATA_DIR: dataDir,
    NEXTPANEL_FSYNC: 'off',
    PORT: '0',
    LOG_LEVEL: 'debug',
    ...env,
  });
  const log: string[] = [];
  const open = async (role: 'api' | 'worker' | 'finalizer'): Promise<Context> =>
    opened.use(
      await openContext(config, {
        log: pino({ name: role, level: 'debug' }, { write: (line) => log.push(line) }),
        role,
      }),
    );
  const context = await open('api');
  // Whether the dashboard happens to be built on this machine changes nothing here.
  const app = await buildServer(context, { dashboardDir: join(dataDir, 'not-built'), ...options });
  opened.defer(() => app.close());
  const url = await listen(app, config);

  const redis = opened.adopt(new Redis(process.env.REDIS_URL as string), (it) => it.disconnect());
  const get: TestApi['get'] = (path, headers = {}) => fetch(`${url}${path}`, { headers });
  const post: TestApi['post'] = (path, body, headers = {}) => {
    const isBytes = typeof body === 'string' || body instanceof Uint8Array;
    const type = body === undefined || isBytes ? {} : { 'content-type': 'application/json' };
    const bytes = body === undefined || isBytes ? body : JSON.stringify(body);
    return fetch(`${url}${path}`, {
      method: 'POST',
      headers: { ...type, ...headers },
      ...(bytes === undefined ? {} : { body: bytes }),
    });
  };
  const owned = opened.move();
  return {
    url,
    app,
    context,
    redis,
    log,
    get,
    post,
    async submit(story, headers) {
      const response = await post('/v1/stories', story as object, headers);
      if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as StoryView;
    },
    async startDrawing() {
      const drawing = owned.use(new AsyncDisposableStack());
      for (const [role, start] of [
        ['worker', startWorker],
        ['finalizer', startFinalizer],
      ] as const) {
        const context = drawing.use(await openContext(config, { log: pino({ level: 'silent' }), role }));
        const part = await start(context);
        drawing.defer(() => part.drain(0));
      }
      return { stop: () => drawing.disposeAsync() };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A story of so many panels that takes little to draw. */
export const shortStory = (panels = 1, more: object = {}) => ({
  title: 'The Tortoise and the Hare',
  render: { size: '256x256' },
  panels: Array.from({ length: panels }, (_, index) => ({ prompt: `The hare runs, picture ${index + 1}` })),
  ...more,
});

export interface StreamedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** The events of a stream as they come; ends with the stream. Leaving the loop closes the connection. */
export async function* eventsOf(response: Response): AsyncGenerator<StreamedEvent> {
  let rest = '';
  for await (const text of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]),
      );
      if (fields.data === undefined) continue;
      yield {
        id: fields.id ?? '',
        event: fields.event ?? '',
        data: JSON.parse(fields.data) as Record<string, unknown>,
      };
    }
  }
}

/** Follows a story's events until it has this status. */
export async function untilStatus(
  api: TestApi,
  id: string,
  status: string,
  headers?: Record<string, string>,
): Promise<void> {
  for await (const { data } of eventsOf(await api.get(`/v1/stories/${id}/events`, headers))) {
    if (data.type === 'story.status' && data.status === status) return;
  }
  throw new Error(`the event stream ended before the story was ${status}`);
}

/** A request with any headers, including those that fetch sets itself. */
export function rawRequest(
  url: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject).end();
  });
}
