import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoryEvent } from '@nextpanel/core';

/** A browser waits this long before it connects again, in milliseconds. */
const reconnectMs = 1_000;

interface WriteEventsOptions {
  readonly heartbeatMs: number;
  /** Called once, when the last byte is out or the reader is gone. */
  readonly onClose: (error: unknown) => void;
}

/** Events as a Server-Sent Events stream, with a comment each `heartbeatMs` so that proxies and readers see it live. */
export function writeEvents(events: AsyncIterable<StoryEvent>, { heartbeatMs, onClose }: WriteEventsOptions): Readable {
  const out = new PassThrough();
  // Written at once, so that the reader sees the answer's head before the first event.
  out.write(`retry: ${reconnectMs}\n\n`);
  const heartbeat = setInterval(() => {
    // A reader that takes nothing gets no heartbeats piled up.
    if (!out.writableNeedDrain) out.write(': heartbeat\n\n');
  }, heartbeatMs);
  const close = (error?: unknown): void => {
    clearInterval(heartbeat);
    onClose(error);
  };
  pipeline(events, writeEach, out).then(() => close(), close);
  return out;
}

async function* writeEach(events: AsyncIterable<StoryEvent>): AsyncGenerator<string> {
  for await (const { id, ...data } of events) yield `id: ${id}\nevent: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
