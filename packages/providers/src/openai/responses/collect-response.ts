import { type Drawn, type Order, settleCost } from '@nextpanel/core';
import { picturesAsked } from '../../openai-family/images-parameters.ts';
import { pause } from '../../openai-family/pause.ts';
import { bytesOf } from '../../openai-family/read-images-answer.ts';
import { vendorError } from '../../openai-family/vendor-error.ts';
import { askResponse } from './ask-response.ts';
import { errorOfResponse } from './error-of-response.ts';
import type { ResponseState } from './read-response.ts';
import type { ResponsesApi } from './responses-api.ts';

const pauseGrowth = 1.5;
const longestPauseMs = 10_000;

/** Waits until a response is done, and answers with its pictures in the order they were drawn. */
export async function collectResponse(
  api: ResponsesApi,
  order: Order,
  id: string,
  signal: AbortSignal,
): Promise<Drawn> {
  const response = await awaitResponse(api, id, signal);
  const frames = framesOf(response, picturesAsked(order));
  if (frames.length === 0) throw errorOfResponse(response, api.vendor);
  return { frames, costMicroUsd: settleCost(order.model, order, { usage: response.usage, frames: frames.length }) };
}

async function awaitResponse(api: ResponsesApi, id: string, signal: AbortSignal): Promise<ResponseState> {
  const since = api.now();
  let pauseMs = api.pollMs;
  for (;;) {
    const response = await askResponse(api, id, signal);
    if (response.status !== 'queued' && response.status !== 'in_progress') return response;
    // From its creation, where that is reported, so that another process does not wait from the start.
    if (api.now() - Math.min(response.createdAt ?? since, since) > api.longestMs) throw await giveUp(api, id, signal);
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * pauseGrowth, longestPauseMs);
  }
}

/** Cancels the response first, so that a picture we no longer wait for is not charged. */
async function giveUp(api: ResponsesApi, id: string, signal: AbortSignal): Promise<Error> {
  await askResponse(api, id, signal, 'cancel').catch(() => null);
  const minutes = Math.round(api.longestMs / 60_000);
  return vendorError(api.vendor, 'vendor_timeout', `response ${id} was not done after ${minutes} minutes`, {
    fault: 'outage',
    retryable: true,
    money: 'possibly',
  });
}

/**
 * The pictures, in order. When fewer came than asked for and a call among them failed, only those before it: the panel of a
 * later picture is unknown.
 */
function framesOf({ calls }: ResponseState, asked: number): Uint8Array[] {
  const pictures = calls.map(({ status, result }) => (status === 'completed' && result ? bytesOf(result) : null));
  const drawn = pictures.filter((picture) => picture !== null && picture.length > 0);
  const failed = pictures.findIndex((picture) => picture === null || picture.length === 0);
  const kept = drawn.length < asked && failed >= 0 ? drawn.slice(0, failed) : drawn;
  return kept.slice(0, asked).filter((picture) => picture !== null);
}
