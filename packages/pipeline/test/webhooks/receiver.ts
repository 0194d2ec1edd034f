import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver of webhooks on this machine that answers 204, or as `answers` says. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
  /** How the next deliveries are answered, one after the other; 204 afterwards. */
  readonly answers: ((response: ServerResponse) => void)[];
  /** Waits for so many deliveries. */
  until(count: number): Promise<void>;
  /** Verifies the signature of a delivery with this secret, and reads it. */
  open(delivery: Received, secret: string): Payload;
}

export interface Payload {
  readonly type: string;
  readonly timestamp: string;
  readonly sequence: number;
  readonly data: Record<string, unknown> & { readonly id: string };
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Receiver['answers'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      const answer = answers.shift() ?? ((it: ServerResponse) => it.writeHead(204).end());
      answer(response);
      server.emit('received');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answers,
    async until(count) {
      while (received.length < count) await once(server, 'received');
    },
    open: ({ headers, body }, secret) =>
      new Webhook(secret).verify(body, headers as Record<string, string>) as unknown as Payload,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end('a receiver may say anything');
