import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Credential } from '../../access/caller.ts';
import { type StreamMessage, writeEvents } from './write-events.ts';

export interface EventStreams {
  readonly heartbeatMs: number;
  /** Redis' clock, in ms since the epoch. */
  readonly now: () => number;
  /** The streams that are open now, and what each was opened with; aborting one ends it. */
  readonly open: Map<AbortController, Credential>;
}

/** The longest time a timer takes, in milliseconds (2³¹ − 1); a stream that lives longer is opened again. */
const longestTimerMs = 2_147_483_647;

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
  const { credential } = request.caller;
  streams.open.set(stream, credential);
  const ending =
    credential.endsAt === null
      ? null
      : setTimeout(() => stream.abort(), Math.min(credential.endsAt - streams.now(), longestTimerMs));
  ending?.unref();
  const close = () => {
    if (ending !== null) clearTimeout(ending);
    streams.open.delete(stream);
  };
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
