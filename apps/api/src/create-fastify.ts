import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import fastify, { LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { describeProblem, sendProblem } from './problem.ts';
import type { Server } from './server.ts';

const bodyLimitBytes = 16 * 1024 * 1024;

/** Time to receive a whole request, in milliseconds; nobody holds a connection by sending a byte now and then. */
const requestTimeoutMs = 120_000;

/** Fastify with zod and with problems for everything that can go wrong before a route is reached. */
export function createFastify(log: Logger): Server {
  return fastify({
    loggerInstance: log,
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
}

/** What is not HTTP at all never becomes a request, so the answer is written by hand. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const fault = Object.assign(new Error('the request is not valid HTTP, or took too long'), { statusCode: 400 });
  const problem = JSON.stringify(describeProblem(fault, '-'));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(problem)}\r\n` +
      `connection: close\r\n\r\n${problem}`,
  );
}
