import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type StreamMessage, writeEvents } from './write-events.ts';

export interface EventStreams {
  readonly heartbeatMs: number;
  /** The streams that are open now; aborting one ends it. */
  readonly open: Set<AbortController>;
}

/**
 * Answers with a stream of Server-Sent Events, until `open`'s messages end, the reader leaves or the server closes; the signal
 * aborts in either of the last cases. What `open` throws is answered with a problem, not with a stream.
 */
export async function sendStream(
  request: FastifyRequest,
  reply: FastifyReply,
  streams: EventStreams,
  open: (signal: AbortSignal) => Promise<AsyncIterable<StreamMessage>>,
): Promise<FastifyReply> {
  const stream = new AbortController();
  // Before anything is awaited: a server that closes meanwhile must know of it.
  streams.open.add(stream);
  const close = () => streams.open.delete(stream);
  const messages = await open(stream.signal).catch((error: unknown) => {
    close();
    throw error;
  });
  void reply.headers({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  if (request.method === 'HEAD') {
    close();
    return reply.send(Readable.from([]));
  }
  const body = writeEvents(messages, {
    heartbeatMs: streams.heartbeatMs,
    onClose: (error) => {
      close();
      const gone = body.destroyed && !body.readableEnded;
      if (error !== undefined && !stream.signal.aborted && !gone)
        request.log.warn({ err: error }, 'event stream broke');
    },
  });
  // Fastify destroys the body when the client leaves; what waits for the next event only hears the signal.
  body.once('close', () => stream.abort());
  return reply.send(body);
}
