import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as listenRaw, type Server as RawServer } from 'node:net';
import {
  asNextpanelError,
  type DrawRequest,
  findModel,
  type Picture,
  type Provider,
  type ProviderId,
} from '@nextpanel/core';
import { afterEach, describe, expect, test } from 'vitest';
import { azureProvider } from '../src/azure/azure-provider.ts';
import { falProvider } from '../src/fal/fal-provider.ts';
import { openaiProvider } from '../src/openai/openai-provider.ts';
import { openaiCompatibleProvider } from '../src/openai-compatible/openai-compatible-provider.ts';

const servers: (Server | RawServer)[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  }
});

async function listen(server: Server | RawServer): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = async (answer: RequestListener) => `http://${await listen(createServer(answer))}`;

const providers: Readonly<Record<string, (at: string) => Provider>> = {
  openai: (at) => openaiProvider({ apiKey: 'key-1', baseUrl: `${at}/v1` }),
  azure: (at) =>
    azureProvider({ endpoint: at, apiVersion: null, credential: { kind: 'key', value: 'key-1' } } as Parameters<
      typeof azureProvider
    >[0]),
  'openai-compatible': (at) => openaiCompatibleProvider({ baseUrl: `${at}/v1`, apiKey: null }),
  fal: (at) => falProvider({ key: 'key-1', gateway: at }),
};
const models: Readonly<Record<string, string>> = { 'openai-compatible': 'default' };

const request = (provider: string, references: readonly Picture[] = []): DrawRequest => ({
  id: 'order-1',
  key: 'k'.repeat(64),
  model: findModel({ provider: provider as ProviderId, model: models[provider] ?? 'gpt-image-2' }),
  method: 'panels',
  size: { width: 1_024, height: 1_024 },
  quality: undefined,
  language: 'en',
  recoverable: false,
  prompt: 'A hare runs.',
  panels: [{ number: 1, prompt: 'A hare runs.', characters: [] }],
  references,
  referenceFrame: null,
});

/** What an order at this address fails with. */
async function failure(name: string, at: string, references: readonly Picture[] = []) {
  const provider = providers[name]?.(at) as Provider;
  const { signal } = new AbortController();
  const order = request(name, references);
  const body = await provider.prepare(order, signal);
  const thrown = await provider.submit(order, body, signal).then(
    (answer) => `answered ${JSON.stringify(answer)}`,
    (error: unknown) => error,
  );
  const { code, fault, money, retryable, message } = asNextpanelError(thrown);
  return { code, fault, money, retryable, message };
}

const page = '<html><head><title>Bad Gateway</title></head><body>nginx</body></html>';

/** `[what comes, status, content type, body, class, money]` in the order in which failures are judged. */
const answers = [
  [
    '429 in JSON',
    429,
    'application/json',
    '{"error":{"message":"slow down","code":"rate_limit"}}',
    'rate_limit',
    'none',
  ],
  ['429 with a page', 429, 'text/html', page, 'rate_limit', 'none'],
  ['500 in JSON', 500, 'application/json', '{"error":{"message":"oh"},"detail":"oh"}', 'outage', 'possibly'],
  ['502 with a page', 502, 'text/html', page, 'outage', 'possibly'],
  ['503 without a body', 503, 'text/plain', '', 'outage', 'possibly'],
  ['504 in JSON', 504, 'application/json', '{"message":"upstream timed out"}', 'outage', 'possibly'],
  ['408 in JSON', 408, 'application/json', '{"detail":"too slow"}', 'outage', 'possibly'],
  ['200 with a page', 200, 'text/html', page, 'outage', 'possibly'],
  ['200 with a text', 200, 'text/plain', 'upstream connect error', 'outage', 'possibly'],
  ['200 with broken JSON', 200, 'application/json', '{"data":[', 'outage', 'possibly'],
  ['200 with JSON that nobody documents', 200, 'application/json', '{"surprise":true}', 'final', 'possibly'],
  ['400 in JSON', 400, 'application/json', '{"error":{"message":"bad size"},"detail":"bad size"}', 'final', 'none'],
  ['403 in JSON', 403, 'application/json', '{"error":{"message":"no"},"detail":"no"}', 'final', 'none'],
] as const;

describe.each(Object.keys(providers))('%s', (name) => {
  test.each(answers)('%s', async (_says, status, type, body, fault, money) => {
    const at = await serve((incoming, response) => {
      incoming.resume().once('end', () => response.writeHead(status, { 'content-type': type }).end(body));
    });
    expect(await failure(name, at)).toMatchObject({ fault, money });
  });

  test('a refused connection', async () => {
    const server = createServer();
    const at = await listen(server);
    server.close();
    expect(await failure(name, `http://${at}`)).toMatchObject({ fault: 'unreachable', money: 'none', retryable: true });
  });

  test('a name that does not resolve', async () => {
    expect(await failure(name, 'http://nowhere.invalid')).toMatchObject({ fault: 'unreachable', money: 'none' });
  });

  test('no TLS where TLS is expected', async () => {
    const at = await serve((_incoming, response) => response.end());
    expect(await failure(name, at.replace('http:', 'https:'))).toMatchObject({ fault: 'unreachable', money: 'none' });
  });

  test('a connection that breaks after the request was read', async () => {
    const at = await serve((incoming) => incoming.resume().once('end', () => incoming.socket.destroy()));
    expect(await failure(name, at)).toMatchObject({ code: 'connection_lost', fault: 'outage', money: 'possibly' });
  });
});

/** Far more than the buffers of both ends of a local connection hold. */
const largePicture: Picture = {
  bytes: new Uint8Array(20_000_000),
  sha256: 'a'.repeat(64),
  mime: 'image/png',
  width: 1_024,
  height: 1_024,
};

test.each(['openai', 'azure', 'openai-compatible'])(
  '%s: a connection that breaks before the request was written orders nothing',
  async (name) => {
    const at = await listen(
      listenRaw((socket) => socket.once('data', () => socket.resetAndDestroy()).on('error', () => {})),
    );
    expect(await failure(name, `http://${at}`, [largePicture])).toMatchObject({
      code: 'connection_lost',
      fault: 'unreachable',
      money: 'none',
    });
  },
);
