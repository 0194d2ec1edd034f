import { createHash, createPublicKey, verify } from 'node:crypto';
import { NextpanelError } from '@nextpanel/core';
import { z } from 'zod';
import { readAnswer } from './fal-client.ts';
import { errorOfReply } from './fal-errors.ts';
import { defaultDeadlines } from './fal-options.ts';
import { imagesSchema } from './read-answer.ts';
import { type FalTransport, openTransport } from './transport.ts';
import { untilAborted } from './until-aborted.ts';

/** One delivery as it came in: the names of headers in lower case, the body's bytes as they were. */
export interface FalDelivery {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** How a request ended. The same for every delivery about it: fal repeats them, under another gateway id. */
export type FalEnd =
  /** `frames` are addresses, missing when the result did not fit into the delivery: then it is collected. */
  | { readonly requestId: string; readonly status: 'OK'; readonly frames?: readonly string[] }
  | { readonly requestId: string; readonly status: 'ERROR' };

export interface FalWebhooks {
  /** What can be judged before the body is read: throws `webhook_unsigned` or `webhook_late`. */
  check(headers: FalDelivery['headers']): void;
  /**
   * Reads a delivery. Throws `webhook_unsigned` (400: headers missing or malformed), `webhook_late` (401: signed more than
   * 300 s from now), `webhook_forged` (401: not signed by fal, or altered), `webhook_unreadable` (422: fal's, but not as documented), or what
   * fetching fal's keys failed by (503).
   */
  read(delivery: FalDelivery, signal: AbortSignal): Promise<FalEnd & { readonly account: string }>;
}

const keysAddress = 'https://rest.fal.ai/.well-known/jwks.json';
/** fal asks not to keep its keys for longer. */
const keysKeptMs = 24 * 3_600_000;
/** Forged deliveries must not make us ask fal for its keys again and again; a new key may be unknown for this long. */
const keysAskedAgainMs = 60_000;
const skewMaxSeconds = 300;

const keysSchema = z.object({ keys: z.array(z.looseObject({ x: z.string(), crv: z.string().optional() })) });

const signatureSchema = z.object({
  'x-fal-webhook-request-id': z.string().min(1),
  'x-fal-webhook-user-id': z.string().min(1),
  'x-fal-webhook-timestamp': z.string().regex(/^\d{1,12}$/),
  'x-fal-webhook-signature': z.string().regex(/^[0-9a-f]{128}$/i),
});

const bodySchema = z.object({ request_id: z.string().min(1), status: z.enum(['OK', 'ERROR']), payload: z.unknown() });

/** Published keys are fetched through the same gateway as everything else, and kept for all deliveries. */
export function openFalWebhooks({
  gateway,
  now = Date.now,
}: {
  readonly gateway: string | null;
  readonly now?: () => number;
}): FalWebhooks {
  const transport = openTransport(gateway);
  let known: { readonly keys: readonly string[]; readonly at: number } | null = null;
  let fetching: Promise<readonly string[]> | null = null;

  const fetchKeys = async (): Promise<readonly string[]> => {
    const keys = await fetchFalKeys(transport);
    known = { keys, at: performance.now() };
    return keys;
  };
  // However many deliveries come at once, the keys are fetched once.
  const freshKeys = (signal: AbortSignal) => {
    fetching ??= fetchKeys().finally(() => {
      fetching = null;
    });
    return untilAborted(fetching, signal);
  };

  return {
    check: (headers) => void readHeaders(headers, now()),
    async read(delivery, signal) {
      // A delivery without a signature must not make us fetch fal's keys.
      const signed = readSigned(delivery, now());
      const age = known === null ? Number.POSITIVE_INFINITY : performance.now() - known.at;
      const keys = known === null || age > keysKeptMs ? await freshKeys(signal) : known.keys;
      const refetch = age > keysAskedAgainMs && age <= keysKeptMs && !isSignedByAny(keys, signed);
      if (!isSignedByAny(refetch ? await freshKeys(signal) : keys, signed)) throw forged();
      return { ...readEnd(delivery.body), account: signed.account };
    },
  };
}

async function fetchFalKeys(transport: FalTransport): Promise<readonly string[]> {
  const signal = new AbortController().signal;
  const call = { purpose: 'keys', signal, deadlineMs: defaultDeadlines.askMs, maxBytes: 1_000_000 } as const;
  const reply = await transport.send(keysAddress, { method: 'GET' }, call);
  if (reply.status !== 200) throw errorOfReply(reply, { ...call, key: null, authorized: false, ended: false });
  const { keys } = readAnswer(keysSchema, parseJson(reply.bytes) ?? '', call);
  return keys.filter(({ crv = 'Ed25519' }) => crv === 'Ed25519').map(({ x }) => x);
}

/**
 * Pure. Ed25519 over request id, user id, timestamp and the body's SHA-256 in hex, a line each; see
 * https://fal.ai/docs/documentation/model-apis/inference/webhooks
 *
 * @param keys `x` of fal's published keys, base64url
 * @param now milliseconds since the epoch
 */
export function readFalDelivery(delivery: FalDelivery, keys: readonly string[], now: number): FalEnd {
  if (!isSignedByAny(keys, readSigned(delivery, now))) throw forged();
  return readEnd(delivery.body);
}

interface Signed {
  /** The user at fal whose request it was: fal signs what any of its users has it send anywhere. */
  readonly account: string;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** What was signed, and by what; throws `webhook_unsigned` or `webhook_late`. */
function readSigned({ headers, body }: FalDelivery, now: number): Signed {
  const { requestId, account, timestamp, signature } = readHeaders(headers, now);
  const digest = createHash('sha256').update(body).digest('hex');
  const message = Buffer.from([requestId, account, timestamp, digest].join('\n'));
  return { account, message, signature: Buffer.from(signature, 'hex') };
}

function readHeaders(headers: FalDelivery['headers'], now: number) {
  const signed = signatureSchema.safeParse(headers);
  if (!signed.success) {
    throw new NextpanelError('webhook_unsigned', "the delivery lacks fal's signature headers, or they are malformed");
  }
  const {
    'x-fal-webhook-request-id': requestId,
    'x-fal-webhook-user-id': account,
    'x-fal-webhook-timestamp': timestamp,
    'x-fal-webhook-signature': signature,
  } = signed.data;
  if (Math.abs(now / 1_000 - Number(timestamp)) > skewMaxSeconds) {
    throw new NextpanelError(
      'webhook_late',
      `the delivery was signed more than ${skewMaxSeconds} s from now; check the clock of this machine, or it is a replay`,
    );
  }
  return { requestId, account, timestamp, signature };
}

const forged = () =>
  new NextpanelError('webhook_forged', 'the delivery is not signed by fal, or was altered on its way');

const isSignedByAny = (keys: readonly string[], signed: Signed): boolean => keys.some((x) => isSignedBy(x, signed));

function isSignedBy(x: string, { message, signature }: Signed): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
}

function readEnd(body: Uint8Array): FalEnd {
  const parsed = bodySchema.safeParse(parseJson(body));
  if (!parsed.success)
    throw new NextpanelError('webhook_unreadable', 'the delivery is signed by fal, but not as it documents');
  const { request_id: requestId, status, payload } = parsed.data;
  if (status === 'ERROR') return { requestId, status };
  const images = imagesSchema.safeParse(payload);
  return { requestId, status, ...(images.success && { frames: images.data.images.map(({ url }) => url) }) };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
