import { createParser } from 'eventsource-parser';

/** One dispatched event of an event stream. `id` is the last id seen, also when this event named none. */
export interface ServerSentEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/**
 * The events of a stream, as the HTML standard says (9.2.6). An event without its empty line at the end of the stream is dropped,
 * since it may be incomplete.
 *
 * @param onBytes called whenever anything arrives, so that the caller sees heartbeats too
 * @param ends signals that end the reading
 */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void = () => {},
  ends: readonly AbortSignal[] = [],
): AsyncGenerator<ServerSentEvent> {
  let id = '';
  let events: ServerSentEvent[] = [];
  const parser = createParser({
    onEvent: (message) => {
      id = message.id ?? id;
      events.push({ id, type: message.event ?? 'message', data: message.data });
    },
  });
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const end = () => void reader.cancel().catch(() => {});
  for (const signal of ends) signal.addEventListener('abort', end);
  if (ends.some(({ aborted }) => aborted)) end();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      parser.feed(decoder.decode(value, { stream: true }));
      const dispatched = events;
      events = [];
      yield* dispatched;
    }
  } finally {
    for (const signal of ends) signal.removeEventListener('abort', end);
    // Also when the consumer stops early: tells the server that nobody listens any more.
    await reader.cancel().catch(() => {});
  }
}
