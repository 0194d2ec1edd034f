import { NextpanelError } from '@nextpanel/core';
import { APIConnectionTimeoutError } from 'openai';
import { readRefusal } from './read-refusal.ts';
import { AnswerTooLong } from './transport.ts';
import type { Vendor } from './vendor.ts';
import { errorOfRefusal, vendorError } from './vendor-error.ts';

const unreachable = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
];
const untrusted = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'EPROTO',
];

/** The connection never stood, so nothing was sent. */
const neverSent = new Set([...unreachable, ...untrusted]);

/** Whatever the SDK or the connection threw, as the error the pipeline understands. */
export function translateError(thrown: unknown, vendor: Vendor): NextpanelError {
  if (thrown instanceof NextpanelError) return thrown;
  const refusal = readRefusal(thrown);
  if (refusal !== null) return errorOfRefusal(refusal, vendor);
  const chain = causesOf(thrown);
  if (thrown instanceof APIConnectionTimeoutError) return timedOut(vendor);
  const words =
    chain
      .map(({ message }) => message)
      .filter(Boolean)
      .at(-1) ?? '';
  if (chain.some((error) => error instanceof AnswerTooLong)) {
    return vendorError(vendor, 'bad_response', `${vendor.name}'s answer is too long`, {
      words,
      retryable: true,
      money: 'paid',
    });
  }
  // The SDK parses JSON of status 200 only: the work was done.
  if (chain.some((error) => error instanceof SyntaxError)) {
    return vendorError(vendor, 'bad_response', `${vendor.name}'s answer is broken JSON`, {
      retryable: true,
      money: 'paid',
    });
  }
  const codes = chain.map(({ code }) => code).filter((code) => typeof code === 'string');
  if (codes.some((code) => neverSent.has(code))) {
    const says = `${vendor.name} cannot be reached; check the network and the base URL`;
    return vendorError(vendor, 'connection_lost', says, { words, retryable: true, money: 'none', detail: { codes } });
  }
  if (
    codes.length > 0 ||
    chain.some(({ message }) => /terminated|fetch failed|other side closed|aborted/i.test(message))
  ) {
    const says = `the connection to ${vendor.name} was lost before the answer was whole`;
    return vendorError(vendor, 'connection_lost', says, {
      words,
      retryable: true,
      money: 'possibly',
      detail: { codes },
    });
  }
  return new NextpanelError('unexpected', `${vendor.name} could not be asked: ${words}`, {
    cause: thrown,
    money: 'possibly',
  });
}

export const timedOut = (vendor: Vendor): NextpanelError =>
  vendorError(vendor, 'vendor_timeout', `${vendor.name} did not answer in time`, {
    retryable: true,
    money: 'possibly',
  });

type Caused = Error & { readonly code?: unknown; readonly errors?: unknown };

/** An error, its causes, and the attempts a connection consisted of. */
function causesOf(thrown: unknown, depth = 0): Caused[] {
  if (!(thrown instanceof Error) || depth > 8) return [];
  const { errors } = thrown as Caused;
  const attempts = Array.isArray(errors) ? errors.flatMap((it: unknown) => causesOf(it, depth + 1)) : [];
  return [thrown, ...attempts, ...causesOf(thrown.cause, depth + 1)];
}
