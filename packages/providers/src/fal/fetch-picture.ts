import { NextpanelError } from '@nextpanel/core';
import type { FalCall } from './fal-call.ts';
import { errorOfReply } from './fal-errors.ts';
import type { FalTransport } from './transport.ts';

/** Options of a download; `key` only so that no message can carry it. */
export interface FetchOptions {
  readonly key: string;
  readonly transport: FalTransport;
  readonly fetchMs: number;
  readonly signal: AbortSignal;
}

const pictureMaxBytes = 50_000_000;
const redirectsMax = 3;

/**
 * The bytes of a picture, unchanged; the pipeline checks that they decode. Sent without the key: the address alone is enough to
 * read it. Throws `result_expired`; `bad_response` for an empty file (paid) or a page instead (asked again).
 */
export async function fetchPicture(
  address: string,
  { key, transport, fetchMs, signal }: FetchOptions,
): Promise<Uint8Array> {
  const call = { purpose: 'picture', signal, deadlineMs: fetchMs, maxBytes: pictureMaxBytes } satisfies FalCall;
  let at = address;
  for (let redirects = 0; ; redirects++) {
    const reply = await transport.send(at, { method: 'GET' }, call);
    const { location } = reply.headers;
    if (reply.status >= 300 && reply.status < 400 && location !== undefined && redirects < redirectsMax) {
      at = new URL(location, at).href;
      continue;
    }
    if (reply.status !== 200) throw errorOfReply(reply, { purpose: 'picture', key, authorized: false, ended: false });
    if (reply.headers['content-type']?.startsWith('text/html')) {
      const message = 'a web page came instead of a picture from fal; a proxy may have answered instead';
      throw new NextpanelError('bad_response', message, { fault: 'outage', retryable: true });
    }
    if (reply.bytes.length === 0) {
      throw new NextpanelError('bad_response', 'fal sent an empty picture', {
        fault: 'unusable',
        retryable: true,
        money: 'paid',
      });
    }
    return reply.bytes;
  }
}
