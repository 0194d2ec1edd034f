import { type Drawn, type Order, settleCost } from '@nextpanel/core';
import { bytesOf } from '../../openai-family/answers/find-pictures.ts';
import { picturesAsked } from '../../openai-family/images-parameters.ts';
import { pause } from '../../openai-family/pause.ts';
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
  const drawn = frames.filter((frame) => frame !== null).length;
  if (drawn === 0) throw errorOfResponse(response, api.vendor);
  return { frames, costMicroUsd: settleCost(order.model, order, { usage: response.usage, frames: drawn }) };
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
 * The pictures, in order. When a call among them failed, its place stays empty; only where the model called its tool more often
 * than asked, and still came short, is the panel of a picture after the failure unknown.
 */
function framesOf({ calls }: ResponseState, asked: number): (Uint8Array | null)[] {
  const pictures = calls.map(({ status, result }) => (status === 'completed' && result ? bytesOf(result) : null));
  const whole = pictures.map((picture) => (picture !== null && picture.length > 0 ? picture : null));
  const drawn = whole.filter((picture) => picture !== null);
  if (drawn.length >= asked) return drawn.slice(0, asked);
  return whole.length <= asked ? whole : whole.slice(0, whole.indexOf(null));
}
