/** One dispatched event of an event stream. `id` is the last id seen, also when this event named none. */
export interface ServerSentEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/**
 * Parses an event stream as the HTML standard says (9.2.6): any of the three line ends, also cut apart by chunks;
 * comments skipped; an event without its empty line at the end of the stream is dropped, since it may be incomplete.
 * `onBytes` is called for whatever arrives, so that a caller sees heartbeats too.
 */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void = () => {},
): AsyncGenerator<ServerSentEvent> {
  let id = '';
  let type = '';
  let data: string[] = [];
  for await (const line of readLines(body, onBytes)) {
    if (line === '') {
      if (data.length > 0) yield { id, type: type || 'message', data: data.join('\n') };
      type = '';
      data = [];
      continue;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') data.push(value ?? '');
    else if (field === 'event') type = value ?? '';
    else if (field === 'id' && !value?.includes('\0')) id = value ?? '';
  }
}

async function* readLines(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      rest += decoder.decode(value, { stream: true });
      for (;;) {
        // A CR at the very end may be the first half of a CRLF: it is judged with the next chunk.
        const end = /\r\n|\n|\r(?!$)/.exec(rest);
        if (end === null) break;
        yield rest.slice(0, end.index);
        rest = rest.slice(end.index + end[0].length);
      }
    }
  } finally {
    // Also when the consumer stops early: tells the server that nobody listens any more.
    await reader.cancel().catch(() => {});
  }
}
