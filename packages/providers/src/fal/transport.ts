import { NextpanelError } from '@nextpanel/core';
import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { openDeadline } from '../open-deadline.ts';
import { isPrivate, openPublicAgent } from '../public-agent.ts';
import { watchWriting } from '../watch-writing.ts';
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

/**
 * undici's own fetch: Node's gives up after 300 s without headers, whatever timeout is set. Redirects are not followed, since
 * one of them could send a submit a second time. An answer of fal, or of what pretends to be it, names the address of a picture: only
 * public ones are connected to, and the gateway.
 */
export function openTransport(gateway: string | null): FalTransport {
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: connectMs } });
  const publicAgent = openPublicAgent({ connectMs });
  return {
    async send(address, init, call) {
      const target =
        address.startsWith('data:') && call.purpose === 'picture' ? address : gatewayAddress(address, gateway);
      if (target === null) throw strangeAddress(call);
      call.signal.throwIfAborted();
      using deadline = openDeadline(call.signal, call.deadlineMs);
      const { signal } = deadline;
      const named = call.purpose === 'picture' && gateway === null;
      const { dispatcher, isWritten } = watchWriting(named ? publicAgent : agent);
      try {
        const response = await fetch(target, { ...init, signal, redirect: 'manual', dispatcher });
        const bytes = await readBody(response, call);
        return { status: response.status, headers: Object.fromEntries(response.headers), bytes };
      } catch (thrown) {
        call.signal.throwIfAborted();
        if (thrown instanceof NextpanelError) throw thrown;
        if (isPrivate(thrown)) throw privateAddress(call, target);
        if (!isWritten()) throw neverSent(call, thrown);
        throw deadline.isOver() ? tooSlow(call) : connectionLost(call, thrown);
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
    {
      fault: 'final',
      retryable: true,
      money: call.purpose === 'result' || call.purpose === 'picture' ? 'paid' : moneyOf(call),
    },
  );

const strangeAddress = ({ purpose }: FalCall) =>
  new NextpanelError('bad_response', `${purposeNames[purpose]}: fal named an address that is no https URL`, {
    fault: 'final',
    retryable: true,
    money: purpose === 'picture' ? 'paid' : 'none',
  });

const privateAddress = ({ purpose }: FalCall, target: string) =>
  new NextpanelError(
    'picture_unreachable',
    `${purposeNames[purpose]}: ${new URL(target).origin} is not on the public internet, and nothing else is opened. If a gateway stands in front of fal, set FAL_BASE_URL`,
    { fault: 'final', retryable: false, money: 'paid', collectable: true },
  );

const tooSlow = (call: FalCall) =>
  new NextpanelError('vendor_timeout', `${purposeNames[call.purpose]} took longer than ${call.deadlineMs / 1_000} s`, {
    fault: 'outage',
    retryable: true,
    money: moneyOf(call),
  });

const neverSent = (call: FalCall, cause: unknown) =>
  new NextpanelError(
    'connection_lost',
    `${purposeNames[call.purpose]}: no connection${codeIn(cause)}; ${whatToCheck}`,
    {
      cause,
      fault: 'unreachable',
      retryable: true,
      money: 'none',
    },
  );

const connectionLost = (call: FalCall, cause: unknown) =>
  new NextpanelError(
    'connection_lost',
    `${purposeNames[call.purpose]}: the connection was lost${codeIn(cause)}; ${whatToCheck}`,
    { cause, fault: 'outage', retryable: true, money: moneyOf(call) },
  );

const whatToCheck = 'check the network, and FAL_BASE_URL if it is set';

const codeIn = (cause: unknown): string => {
  const code = codeOf(cause);
  return code === null ? '' : ` (${code})`;
};

/** The system's code of a failure, wherever in its causes it stands. */
function codeOf(thrown: unknown, depth = 0): string | null {
  if (!(thrown instanceof Error) || depth > 5) return null;
  const { code } = thrown as { code?: unknown };
  if (typeof code === 'string') return code;
  const inner = thrown instanceof AggregateError ? thrown.errors[0] : thrown.cause;
  return codeOf(inner, depth + 1);
}
