import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type Config, NextpanelError } from '@nextpanel/core';
import fastify, { LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { describeProblem, sendProblem } from './problem.ts';
import { withoutRoot } from './root-path.ts';
import type { Server } from './server.ts';

const bodyLimitBytes = 16 * 1024 * 1024;

/** Time to receive a whole request, in milliseconds; nobody holds a connection by sending a byte now and then. */
const requestTimeoutMs = 120_000;

/** Fastify with zod and with problems for everything that can go wrong before a route is reached. */
export function createFastify(log: Logger, { trustProxy, rootPath }: Pick<Config, 'trustProxy' | 'rootPath'>): Server {
  const app = fastify({
    loggerInstance: log,
    trustProxy: trustProxy.length > 0 && [...trustProxy],
    // With and without its path: some proxies take it off before they pass a request on.
    rewriteUrl: ({ url = '/' }: { url?: string | undefined }) => (rootPath === '' ? url : withoutRoot(url, rootPath)),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    genReqId: () => randomUUID(),
    // Both would send their own answer, which is not a problem document.
    return503OnClosing: false,
    http: { requireHostHeader: false },
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, error),
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
  })
    .withTypeProvider<ZodTypeProvider>()
    .setValidatorCompiler(validatorCompiler)
    .setSerializerCompiler(serializerCompiler) as unknown as Server;
  // Node would answer 417 without a word.
  app.server.on('checkExpectation', (_request, response) => {
    const problem = describeProblem(
      new NextpanelError('expectation_failed', 'only "Expect: 100-continue" is supported'),
      '-',
    );
    const body = JSON.stringify(problem);
    const headers = { 'content-type': 'application/problem+json', 'content-length': Buffer.byteLength(body) };
    response.writeHead(problem.status, { ...headers, connection: 'close' }).end(body);
  });
  return app;
}

/** What Node's parser and timers say about a connection, as codes of ours; everything else is not HTTP. */
const brokenRequests: Readonly<Record<string, NextpanelError>> = {
  HPE_HEADER_OVERFLOW: new NextpanelError('headers_too_large', 'the headers have more than 16 KiB'),
  ERR_HTTP_REQUEST_TIMEOUT: new NextpanelError(
    'request_timeout',
    `the request did not arrive within ${requestTimeoutMs / 1_000} s`,
  ),
};
const notHttp = new NextpanelError('bad_request', 'the request is not valid HTTP');

/** What is not HTTP at all never becomes a request, so the answer is written by hand. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const described = describeProblem(brokenRequests[error.code ?? ''] ?? notHttp, '-');
  const problem = JSON.stringify(described);
  socket.end(
    `HTTP/1.1 ${described.status} ${STATUS_CODES[described.status]}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(problem)}\r\n` +
      `connection: close\r\n\r\n${problem}`,
  );
}
