import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { factsOf, NextpanelError, type Problem, redisRefusal } from '@nextpanel/core';

export interface MeanwhilePlace {
  readonly host: string;
  readonly port: number;
  /** What answers 200 besides `/healthz`: the path that probes of this kind of process ask. */
  readonly alive: string | null;
}

/** What answers for a process that waits for a part it needs; disposing frees the port. */
export interface Meanwhile extends AsyncDisposable {
  /** What it waits for now. */
  because(error: NextpanelError): void;
}

/** When clients should ask again, in seconds. */
const retryAfterSeconds = 2;

/**
 * Listens in place of a process that cannot start yet: alive at `/healthz`, and 503 with the reason at `/readyz` and everywhere else (RFC 9457), so
 * that a supervisor neither ends it nor sends it requests. Throws `port_taken`.
 */
export async function answerMeanwhile({ host, port, alive }: MeanwhilePlace): Promise<Meanwhile> {
  let reason = new NextpanelError('not_ready', 'the process is starting');
  const server = createServer((request, response) => {
    // An unread body would block the connection.
    request.resume();
    const path = request.url?.split('?')[0] ?? '/';
    if (path === '/healthz') return send(response, 200, 'application/json', JSON.stringify({ status: 'ok' }));
    if (path === alive) return send(response, 200, 'text/plain; version=0.0.4', '');
    const problem = describe(reason, path);
    send(response, problem.status, 'application/problem+json', JSON.stringify(problem));
  });
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    throw new NextpanelError('port_taken', `port ${port} of ${host} cannot be used; choose another one`, { cause });
  });
  return {
    because(error) {
      reason = error;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** As the API describes it when it runs: `/readyz` has a code of its own for everything but what Redis refuses. */
function describe(reason: NextpanelError, path: string): Problem {
  const code = path === '/readyz' && redisRefusal(reason) === null ? 'not_ready' : reason.code;
  const { status = 503, title, remedy } = factsOf(code);
  return { type: `/problems/${code}`, title, status, code, detail: reason.message, remedy };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
    ...(status >= 500 && { 'retry-after': String(retryAfterSeconds) }),
  });
  response.end(body);
}
