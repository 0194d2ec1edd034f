import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliver } from './deliver.ts';
import type { Call, Reply } from './reply.ts';

/** 16 references of 50 MB, plus their envelope. */
const mostBodyBytes = 900_000_000;

export interface Listening {
  readonly port: number;
  /** Drops every connection and frees the port. */
  readonly close: () => Promise<void>;
}

export interface ListenOptions {
  /** 0 chooses a free one. */
  readonly port: number;
  readonly stopped: AbortSignal;
  /** Answers a request. If it throws, that is a bug of the emulator and answered with 599, which no vendor uses. */
  readonly answer: (call: Call) => Promise<Reply>;
  /** Called when an answer was sent or its connection closed. `status` is null if none was sent. */
  readonly ended: (call: Call, status: number | null) => void;
}

/** Listens on 127.0.0.1. Work continues when a client leaves: vendors draw and charge anyway. */
export async function listen({ port, stopped, answer, ended }: ListenOptions): Promise<Listening> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    request.on('error', () => undefined);
    void readCall(request)
      .then(async (call) => {
        response.once('close', () => ended(call, response.headersSent ? response.statusCode : null));
        const reply = await answer(call).catch((error: unknown) => mistake(error));
        if (!response.destroyed || reply.delivery?.kind === 'reset') await deliver(response, reply, stopped);
      })
      .catch(() => response.destroy());
  });
  // A hanging answer must hang as long as the client waits.
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, close };
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBodyBytes) throw new RangeError('body too large');
    chunks.push(chunk);
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  return {
    method: request.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks),
    requestId: randomUUID(),
  };
}

const mistake = (error: unknown): Reply => ({
  status: 599,
  headers: { 'content-type': 'text/plain' },
  body: `bug of the emulator: ${error instanceof Error ? error.stack : String(error)}`,
});
