import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildApp } from 'fauxqs';

/** What the store answers instead of serving a request. */
export interface PlannedRefusal {
  readonly method: string;
  readonly status: number;
  /** Of the S3 error. */
  readonly code: string;
  /** How many requests it answers; without it, all until `serve`. */
  readonly times?: number;
}

/** An S3-compatible object store on 127.0.0.1, with one empty bucket in memory. */
export interface TestObjectStore extends AsyncDisposable {
  readonly bucket: string;
  /** The environment of a system that keeps its artifacts here, under a prefix. */
  env(prefix: string): Readonly<Record<string, string>>;
  refuse(refusal: PlannedRefusal): void;
  /** Ends what `refuse` began. */
  serve(): void;
  /** Requests so far, by method. */
  readonly requests: ReadonlyMap<string, number>;
}

const bucket = 'comics';

/**
 * fauxqs, an S3 server, behind a gate that adds the conditional writes it lacks: `If-None-Match: *` and `If-Match` are answered with 412
 * when the condition does not hold. Neither checks signatures.
 *
 * @param options `conditions: false` leaves that out, like a store that ignores them
 */
export async function startObjectStore({ conditions = true } = {}): Promise<TestObjectStore> {
  const app = buildApp({ logger: false });
  await app.ready();
  await app.inject({ method: 'PUT', url: `/${bucket}` });
  const requests = new Map<string, number>();
  let refusals: { -readonly [Part in keyof PlannedRefusal]: PlannedRefusal[Part] }[] = [];

  const planned = (method: string): PlannedRefusal | undefined => {
    const found = refusals.find((it) => it.method === method && it.times !== 0);
    if (found?.times !== undefined) found.times -= 1;
    return found;
  };
  /** Whether the object is as the request requires. */
  const holds = async ({ url = '/', headers }: IncomingMessage): Promise<boolean> => {
    const present = await app.inject({ method: 'HEAD', url: url.split('?')[0] ?? '/' });
    if (headers['if-none-match'] !== undefined) return present.statusCode === 404;
    return present.statusCode === 200 && present.headers.etag === headers['if-match'];
  };
  // Two writers of one key wait for each other, or both would find it absent.
  const lines = new Map<string, Promise<unknown>>();
  const inTurn = (key: string, act: () => Promise<void>): void => {
    const turn = (lines.get(key) ?? Promise.resolve()).then(act);
    lines.set(
      key,
      turn.catch(() => undefined),
    );
  };

  const answer = (response: ServerResponse, { status, code }: Pick<PlannedRefusal, 'status' | 'code'>) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>planned by a test</Message></Error>`,
    );
  };
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    requests.set(method, (requests.get(method) ?? 0) + 1);
    const refusal = planned(method);
    if (refusal) {
      request.resume();
      return answer(response, refusal);
    }
    const conditional = headers['if-none-match'] !== undefined || headers['if-match'] !== undefined;
    if (!conditions || !conditional || (method !== 'PUT' && method !== 'DELETE')) return app.routing(request, response);
    inTurn(url.split('?')[0] ?? '/', async () => {
      if (!(await holds(request))) {
        request.resume();
        return answer(response, { status: 412, code: 'PreconditionFailed' });
      }
      app.routing(request, response);
      await once(response, 'close');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    bucket,
    env: (prefix) => ({
      NEXTPANEL_ARTIFACTS: `s3://${bucket}/${prefix}`,
      S3_ENDPOINT: endpoint,
      S3_REGION: 'us-east-1',
      S3_ACCESS_KEY_ID: 'test',
      S3_SECRET_ACCESS_KEY: 'test-secret',
    }),
    refuse: (refusal) => void refusals.push({ ...refusal }),
    serve: () => {
      refusals = [];
    },
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await app.close();
    },
  };
}
