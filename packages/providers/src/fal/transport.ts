import { NextpanelError } from '@nextpanel/core';
import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { type FalCall, moneyOf, purposeNames } from './fal-call.ts';
import { gatewayAddress } from './gateway-address.ts';

/** A whole answer, whatever its status. */
export interface FalReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface FalTransport {
  /**
   * Sends one request, once. Throws `connection_lost`, `vendor_timeout` or `bad_response` (an answer that is too long, or
   * an address it does not go to), and the signal's reason when that is aborted.
   */
  send(address: string, init: Pick<RequestInit, 'method' | 'headers' | 'body'>, call: FalCall): Promise<FalReply>;
}

const connectMs = 15_000;

/** Failures that come before a single byte of the request left. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * undici's own fetch: Node's gives up after 300 s without headers, whatever timeout is set. Redirects are not followed, since
 * one of them could send a submit a second time.
 */
export function openTransport(gateway: string | null): FalTransport {
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: connectMs } });
  return {
    async send(address, init, call) {
      const target =
        address.startsWith('data:') && call.purpose === 'picture' ? address : gatewayAddress(address, gateway);
      if (target === null) throw strangeAddress(call);
      call.signal.throwIfAborted();
      const deadline = AbortSignal.timeout(call.deadlineMs);
      const signal = AbortSignal.any([call.signal, deadline]);
      try {
        const response = await fetch(target, { ...init, signal, redirect: 'manual', dispatcher });
        const bytes = await readBody(response, call);
        return { status: response.status, headers: Object.fromEntries(response.headers), bytes };
      } catch (thrown) {
        call.signal.throwIfAborted();
        if (thrown instanceof NextpanelError) throw thrown;
        throw deadline.aborted ? tooSlow(call) : connectionLost(call, thrown);
      }
    },
  };
}

async function readBody(response: Response, call: FalCall): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > call.maxBytes) throw tooLong(call);
    parts.push(part);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const tooLong = (call: FalCall) =>
  new NextpanelError(
    'bad_response',
    `${purposeNames[call.purpose]}: the answer is longer than ${call.maxBytes} bytes`,
    // The same answer would come again.
    { retryable: true, money: call.purpose === 'result' || call.purpose === 'picture' ? 'paid' : moneyOf(call) },
  );

const strangeAddress = ({ purpose }: FalCall) =>
  new NextpanelError('bad_response', `${purposeNames[purpose]}: fal named an address that is no https URL`, {
    retryable: true,
    money: purpose === 'picture' ? 'paid' : 'none',
  });

const tooSlow = (call: FalCall) =>
  new NextpanelError('vendor_timeout', `${purposeNames[call.purpose]} took longer than ${call.deadlineMs / 1_000} s`, {
    retryable: true,
    money: moneyOf(call),
  });

function connectionLost(call: FalCall, cause: unknown): NextpanelError {
  const code = codeOf(cause);
  const sent = code === null || !neverSent.has(code);
  return new NextpanelError(
    'connection_lost',
    `${purposeNames[call.purpose]}: ${sent ? 'the connection was lost' : 'no connection'}${code === null ? '' : ` (${code})`}; check the network, and FAL_BASE_URL if it is set`,
    { cause, retryable: true, money: sent ? moneyOf(call) : 'none' },
  );
}

/** The system's code of a failure, wherever in its causes it stands. */
function codeOf(thrown: unknown, depth = 0): string | null {
  if (!(thrown instanceof Error) || depth > 5) return null;
  const { code } = thrown as { code?: unknown };
  if (typeof code === 'string') return code;
  const inner = thrown instanceof AggregateError ? thrown.errors[0] : thrown.cause;
  return codeOf(inner, depth + 1);
}
