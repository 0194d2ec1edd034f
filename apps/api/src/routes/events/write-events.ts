import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A browser waits this long before it connects again, in milliseconds. */
const reconnectMs = 1_000;

/**
 * What a stream may write before other requests are answered. The kernel takes megabytes before a reader who reads nothing holds a stream
 * up, so hundreds of them would keep everyone else waiting for as long as that takes.
 */
const messagesPerTurn = 4;

/** One message of a stream. Without a type it is what browsers call a `message`. */
export interface StreamMessage {
  readonly id?: string;
  readonly type?: string;
  readonly data: unknown;
}

interface WriteEventsOptions {
  readonly heartbeatMs: number;
  /** Called once, when the last byte is out or the reader is gone. */
  readonly onClose: (error: unknown) => void;
}

/** Messages as a Server-Sent Events stream, with a comment each `heartbeatMs` so that proxies and readers see it live. */
export function writeEvents(
  messages: AsyncIterable<StreamMessage>,
  { heartbeatMs, onClose }: WriteEventsOptions,
): Readable {
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
  pipeline(messages, writeEach, out).then(() => close(), close);
  return out;
}

async function* writeEach(messages: AsyncIterable<StreamMessage>): AsyncGenerator<string> {
  let written = 0;
  for await (const { id, type, data } of messages) {
    const head = `${id === undefined ? '' : `id: ${id}\n`}${type === undefined ? '' : `event: ${type}\n`}`;
    yield `${head}data: ${JSON.stringify(data)}\n\n`;
    written += 1;
    if (written % messagesPerTurn === 0) await nextTurn();
  }
}
