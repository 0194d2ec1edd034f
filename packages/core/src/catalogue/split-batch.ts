import type { Method } from '../story-spec.ts';
import type { Model } from './model.ts';

/** Whether each panel is a request of its own: by `panels`, and by `economy`, whose requests a vendor takes together. */
export const drawsSingly = (method: Method): method is 'panels' | 'economy' =>
  method === 'panels' || method === 'economy';

/**
 * The panels of a batch by request, in order. `panels` and `economy` draw each one separately; `series` and `contact-sheet` all in one;
 * `one-call` as many as one call of the model yields, which may differ with references and without.
 */
export function splitBatch<Panel>(
  model: Pick<Model, 'imagesPerCall'>,
  method: Method,
  panels: readonly Panel[],
  references: number,
): Panel[][] {
  const perRequest = drawsSingly(method)
    ? 1
    : method === 'one-call'
      ? model.imagesPerCall[references > 0 ? 'edit' : 'generate']
      : panels.length;
  const requests: Panel[][] = [];
  for (let first = 0; first < panels.length; first += perRequest) {
    requests.push(panels.slice(first, first + perRequest));
  }
  return requests;
}
