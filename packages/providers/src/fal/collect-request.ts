import { setTimeout as sleep } from 'node:timers/promises';
import { asNextpanelError, NextpanelError, type VendorErrorCode } from '@nextpanel/core';
import type { z } from 'zod';
import type { FalCall } from './fal-call.ts';
import { type CallOptions, callFal, readAnswer } from './fal-client.ts';
import type { FalDeadlines } from './fal-options.ts';
import { type FalStatus, resultSchema, statusSchema } from './read-answer.ts';
import type { FalTransport } from './transport.ts';
import type { FalRequest } from './vendor-id.ts';

export interface CollectOptions {
  readonly key: string;
  readonly transport: FalTransport;
  readonly deadlines: FalDeadlines;
  readonly signal: AbortSignal;
}

/** Pauses between two looks grow with the time waited, an eighth of it, so that no result lies for long. */
const shortestPauseMs = 50;
const longestPauseMs = 5_000;
const growth = 8;
/** Asking is free: this many failures in a row are slept over before the batch hears of it. */
const failuresMax = 3;
const failurePauseMs = 250;

const answerMaxBytes = 1_000_000;
/** A result names its pictures; only a model that ignores how it was asked puts them in as data. */
const resultMaxBytes = 150_000_000;

export type FalResult = z.output<typeof resultSchema>;

/** Waits until the request is over and fetches what it yielded. Safe to repeat; throws what the request failed by. */
export async function collectRequest(request: FalRequest, options: CollectOptions): Promise<FalResult> {
  const status = await untilCompleted(request, options);
  // COMPLETED is not success: a request that failed says how on its result.
  const ended = (status.error ?? status.error_type ?? null) !== null;
  const call = callOf(options, 'result', ended);
  const { endpoint, requestId } = request;
  return patiently(options.signal, ended ? 1 : failuresMax, async () => {
    const { data } = await callFal(call, (fal) => fal.queue.result(endpoint, { requestId, abortSignal: call.signal }));
    return readAnswer(resultSchema, data, call);
  });
}

/** One look at where the request is. */
export async function askStatus({ endpoint, requestId }: FalRequest, options: CollectOptions): Promise<FalStatus> {
  const call = callOf(options, 'status');
  const answer = await callFal(call, (fal) => fal.queue.status(endpoint, { requestId, abortSignal: call.signal }));
  return readAnswer(statusSchema, answer, call);
}

function callOf(
  { key, transport, deadlines, signal }: CollectOptions,
  purpose: FalCall['purpose'],
  ended = false,
): CallOptions {
  const small = purpose === 'status';
  return {
    key,
    transport,
    signal,
    purpose,
    ended,
    deadlineMs: small ? deadlines.askMs : deadlines.fetchMs,
    maxBytes: small ? answerMaxBytes : resultMaxBytes,
  };
}

async function untilCompleted(request: FalRequest, options: CollectOptions): Promise<FalStatus> {
  const { signal, deadlines } = options;
  const began = performance.now();
  for (;;) {
    const status = await patiently(signal, failuresMax, () => askStatus(request, options));
    if (status.status === 'COMPLETED') return status;
    const waited = performance.now() - began;
    if (waited > deadlines.collectMs) throw notYet(request, status, deadlines.collectMs);
    const pauseMs = Math.min(Math.max(waited / growth, shortestPauseMs), longestPauseMs);
    await pause(pauseMs, signal);
  }
}

/** Failures that may be over by the next time; a limit of requests, or a key that is no good, is for the whole batch to heed. */
const passing: readonly string[] = [
  'server_error',
  'connection_lost',
  'vendor_timeout',
  'bad_response',
] satisfies VendorErrorCode[];

/** Asks again when asking failed for a moment. */
export async function patiently<T>(signal: AbortSignal, times: number, ask: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await ask();
    } catch (thrown) {
      const { retryable, money, code } = asNextpanelError(thrown);
      const again = retryable && money !== 'paid' && passing.includes(code);
      if (!again || failures >= times || signal.aborted) throw thrown;
    }
    await pause(failurePauseMs * failures, signal);
  }
}

/** Ends early with the signal's own reason. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

const notYet = ({ requestId }: FalRequest, { status }: FalStatus, ms: number) =>
  new NextpanelError('vendor_timeout', `fal has not finished the request after ${ms / 1_000} s; it is asked again`, {
    fault: 'outage',
    retryable: true,
    detail: { status, requestId },
  });
