import { Readable } from 'node:stream';
import { NextpanelError } from '@nextpanel/core';
import type { StoredFile } from '@nextpanel/pipeline';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { matchesEtag, readRange } from './conditional-request.ts';

/** Bytes to be served: in memory, or a stored file. `etag` is with or without quotes. */
interface Servable {
  readonly content: Uint8Array | StoredFile;
  readonly mime: string;
  readonly etag: string;
}

/**
 * Answers GET and HEAD with the bytes: 304 when the client has them already, 206 for a range, 416 for one that lies outside.
 * Clients may keep them but must ask each time, since a retake changes what an address shows.
 */
export async function sendBytes(request: FastifyRequest, reply: FastifyReply, it: Servable): Promise<FastifyReply> {
  const etag = it.etag.startsWith('"') ? it.etag : `"${it.etag}"`;
  const size = it.content instanceof Uint8Array ? it.content.byteLength : it.content.bytes;
  void reply.headers({ etag, 'cache-control': 'private, no-cache', 'accept-ranges': 'bytes' });
  if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send(nothing());

  const range = readRange(request.headers, etag, size);
  if (range === 'outside') {
    void reply.header('content-range', `bytes */${size}`);
    throw new NextpanelError('range_not_satisfiable', `the range lies outside of the ${size} bytes there are`);
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  if (range !== undefined) void reply.code(206).header('content-range', `bytes ${first}-${last}/${size}`);
  void reply.type(it.mime).header('content-length', last - first + 1);
  if (request.method === 'HEAD') return reply.send(nothing());
  if (it.content instanceof Uint8Array) return reply.send(it.content.subarray(first, last + 1));
  if (size === 0) return reply.send(nothing());
  // Opened before anything is sent, so that a file that is gone is answered with a problem.
  return reply.send(await it.content.stream(range && { first, last }));
}

/** An empty stream: Fastify would overwrite the content-length of a HEAD answer without one. */
const nothing = (): Readable => Readable.from([]);

/** Answers with a picture, which is read only when the client does not have it, and not for a client that has left. */
export async function sendPicture(
  request: FastifyRequest,
  reply: FastifyReply,
  picture: {
    readonly etag: string;
    read(reader: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly mime: string }>;
  },
): Promise<FastifyReply> {
  const etag = `"${picture.etag}"`;
  if (matchesEtag(request.headers['if-none-match'], etag)) {
    return reply.headers({ etag, 'cache-control': 'private, no-cache' }).code(304).send(nothing());
  }
  return forReader(reply, async (reader) => {
    const { bytes, mime } = await picture.read(reader);
    return sendBytes(request, reply, { content: bytes, mime, etag });
  });
}

/**
 * Answers by work that takes a while.
 *
 * @param work gets a signal that is aborted when the client leaves; what it throws then is no error
 */
export async function forReader(
  reply: FastifyReply,
  work: (reader: AbortSignal) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const reader = new AbortController();
  const left = () => reader.abort();
  reply.raw.once('close', left);
  try {
    return await work(reader.signal);
  } catch (error) {
    // The reader has left.
    if (reader.signal.aborted) return reply.hijack();
    throw error;
  } finally {
    reply.raw.off('close', left);
  }
}
