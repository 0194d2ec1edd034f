import { type Drawn, NextpanelError, type Order, settleCost } from '@nextpanel/core';
import { decodePlace } from './answers/answer-place.ts';
import { awaitTask } from './answers/await-task.ts';
import { fetchFrames } from './answers/fetch-frames.ts';
import { marked } from './answers/is-blocked.ts';
import { picturesAsked } from './images-parameters.ts';
import type { ImagesApi } from './order-images.ts';

/**
 * Fetches the pictures of an order whose answer said where they are. Throws `unknown_vendor_id`, and see `openDownloads` and
 * `awaitTask`.
 */
export async function collectImages(
  api: ImagesApi,
  order: Order,
  vendorId: string,
  signal: AbortSignal,
): Promise<Drawn> {
  const { model } = order;
  const place = decodePlace(vendorId);
  if (place === null) {
    throw new NextpanelError(
      'unknown_vendor_id',
      `${api.vendor.name} cannot be asked for "${vendorId.slice(0, 200)}"`,
      {
        fault: 'final',
        money: 'possibly',
      },
    );
  }
  if (place.kind === 'task') {
    const { pictures, blocked, drawn, usage } = await awaitTask(api, model, place.id, picturesAsked(order), signal);
    const frames = await fetchFrames(api.download(model), pictures, signal);
    return { frames, ...marked(blocked), costMicroUsd: settleCost(model, order, { usage, frames: drawn }) };
  }
  const { urls, usage, blocked } = place;
  const pictures = urls.map((url) => (url === null ? null : ({ kind: 'url', url } as const)));
  const frames = await fetchFrames(api.download(model), pictures, signal);
  return { frames, ...marked(blocked), costMicroUsd: settleCost(model, order, { usage, frames: urls.length }) };
}
