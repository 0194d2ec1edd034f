import { NextpanelError } from '@nextpanel/core';
import { APIConnectionTimeoutError } from 'openai';
import { NeverSent } from '../watch-writing.ts';
import { CutJson } from './cut-json.ts';
import { readRefusal } from './read-refusal.ts';
import { AnswerTooLong } from './transport.ts';
import type { Vendor } from './vendor.ts';
import { errorOfRefusal, vendorError } from './vendor-error.ts';

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
      fault: 'final',
      retryable: true,
      money: 'paid',
    });
  }
  // Only answers of status 200 are parsed, but a gateway may have written this one.
  const broken = chain.find((error) => error instanceof SyntaxError);
  if (broken) {
    return vendorError(vendor, 'bad_response', `${vendor.name}'s answer is empty or broken JSON`, {
      fault: 'outage',
      retryable: true,
      money: broken instanceof CutJson ? 'paid' : 'possibly',
      detail: { unread: true },
    });
  }
  const codes = chain.map(({ code }) => code).filter((code) => typeof code === 'string');
  if (chain.some((error) => error instanceof NeverSent)) {
    const says = `${vendor.name} cannot be reached; check the network and the base URL`;
    const detail = { codes };
    return vendorError(vendor, 'connection_lost', says, {
      words,
      fault: 'unreachable',
      retryable: true,
      money: 'none',
      detail,
    });
  }
  if (
    codes.length > 0 ||
    chain.some(({ message }) => /terminated|fetch failed|other side closed|aborted/i.test(message))
  ) {
    const says = `the connection to ${vendor.name} was lost before the answer was whole`;
    return vendorError(vendor, 'connection_lost', says, {
      words,
      fault: 'outage',
      retryable: true,
      money: 'possibly',
      detail: { codes },
    });
  }
  return new NextpanelError('unexpected', `${vendor.name} could not be asked: ${words}`, {
    cause: thrown,
    fault: 'final',
    money: 'possibly',
  });
}

export const timedOut = (vendor: Vendor): NextpanelError =>
  vendorError(vendor, 'vendor_timeout', `${vendor.name} did not answer in time`, {
    fault: 'outage',
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
