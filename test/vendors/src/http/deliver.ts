import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isStream, type Reply } from './reply.ts';

/** Number of pieces of a drip. */
const drops = 20;

/**
 * Sends an answer in the way its `delivery` specifies. A client that has left is not an error: vendors do not notice either.
 *
 * @param stopped ends drips and streams when the emulator stops
 */
export async function deliver(response: ServerResponse, reply: Reply, stopped: AbortSignal): Promise<void> {
  const { status, headers, body, delivery = { kind: 'whole' } } = reply;
  if (delivery.kind === 'hang') return;
  if (delivery.kind === 'reset') {
    // The work is done before the connection breaks, even where it would have been streamed.
    if (isStream(body)) for await (const _ of body);
    response.socket?.resetAndDestroy();
    return;
  }
  if (isStream(body)) {
    response.writeHead(status, headers);
    response.flushHeaders();
    for await (const part of body) {
      if (response.destroyed || stopped.aborted) return;
      if (delivery.kind === 'drip') await drip(response, Buffer.from(part), delivery.ms, stopped);
      else if (delivery.kind === 'cut') return cut(response, Buffer.from(part));
      else await write(response, part);
    }
    response.end();
    return;
  }
  const whole = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { 'content-length': whole.length, ...headers });
  if (delivery.kind === 'cut') return cut(response, whole);
  if (delivery.kind === 'drip') await drip(response, whole, delivery.ms, stopped);
  response.end(delivery.kind === 'drip' ? undefined : whole);
}

async function drip(response: ServerResponse, whole: Uint8Array, ms: number, stopped: AbortSignal): Promise<void> {
  const size = Math.max(1, Math.ceil(whole.length / drops));
  for (let at = 0; at < whole.length && !response.destroyed; at += size) {
    await write(response, whole.subarray(at, at + size));
    await sleep(ms / drops, undefined, { signal: stopped });
  }
}

/** Half of it is really sent before the reset. */
async function cut(response: ServerResponse, whole: Uint8Array): Promise<void> {
  await write(response, whole.subarray(0, Math.ceil(whole.length / 2)));
  // The kernel drops unsent bytes on a reset: give the client a moment to read them.
  await sleep(20);
  response.socket?.resetAndDestroy();
}

async function write(response: ServerResponse, part: Uint8Array | string): Promise<void> {
  if (!response.write(part) && !response.destroyed) {
    await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
}
