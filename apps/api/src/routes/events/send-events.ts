import { type Following, followUntilRest, hasRested } from '@nextpanel/pipeline';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type EventStreams, sendStream } from './send-stream.ts';
import type { StreamMessage } from './write-events.ts';

interface EventsRequest {
  readonly query: {
    readonly follow: 'true' | 'false';
    readonly until?: 'end' | undefined;
    readonly after?: string | undefined;
  };
  readonly lastEventId: string | undefined;
}

/** Answers with the events of a story or a script, by `Last-Event-ID`, `after`, `follow` and `until`. */
export async function sendEvents<Event extends { readonly id: string }>(
  request: FastifyRequest,
  reply: FastifyReply,
  streams: EventStreams,
  it: Following<Event>,
  { query: { follow, until, after: from }, lastEventId }: EventsRequest,
  write: (event: Event) => StreamMessage,
  watch: (messages: AsyncIterable<StreamMessage>) => AsyncIterable<StreamMessage> = (messages) => messages,
): Promise<FastifyReply> {
  const after = lastEventId || from;
  if (until === 'end' && after !== undefined && (await hasRested(it, after))) return reply.code(204).send();
  return sendStream(request, reply, streams, async (signal) => {
    await it.isResting(); // not_found is answered with a problem, not with a stream
    const start = after ?? '0';
    if (follow === 'false') return written(it.read(start), write);
    const events = until === 'end' ? followUntilRest(it, start, signal) : it.follow(start, signal);
    return watch(written(events, write));
  });
}

async function* written<Event>(
  events: AsyncIterable<Event>,
  write: (event: Event) => StreamMessage,
): AsyncGenerator<StreamMessage> {
  for await (const event of events) yield write(event);
}
