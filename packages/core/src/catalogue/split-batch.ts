import type { PixelSize } from '../picture.ts';
import type { Method } from '../story-spec.ts';
import type { Model } from './model.ts';

/** Whether each panel is a request of its own: by `panels`, and by `economy`, whose requests a vendor takes together. */
export const drawsSingly = (method: Method): method is 'panels' | 'economy' =>
  method === 'panels' || method === 'economy';

/** Whether two frames can come from one request. */
const isSameSize = (a: PixelSize, b: PixelSize | undefined): boolean => a.width === b?.width && a.height === b.height;

/**
 * The panels of a batch by request, in order. A request has one size, so panels of other sizes are requests of their own, as are those of another scene. `panels` and `economy` draw each one separately; `series` and `contact-sheet` all in one;
 * `one-call` as many as one call of the model yields, which may differ with references and without.
 */
export function splitBatch<Panel>(
  model: Pick<Model, 'imagesPerCall'>,
  method: Method,
  panels: readonly Panel[],
  references: number,
  sizeOf?: (panel: Panel) => PixelSize,
  /** Whether a panel can be drawn together with these, see `isOneSetting`. */
  belongs: (open: readonly Panel[], panel: Panel) => boolean = () => true,
): Panel[][] {
  const perRequest = drawsSingly(method)
    ? 1
    : method === 'one-call'
      ? model.imagesPerCall[references > 0 ? 'edit' : 'generate']
      : panels.length;
  const requests: Panel[][] = [];
  for (const panel of panels) {
    const open = requests.at(-1);
    const head = open?.[0];
    const fits =
      open &&
      head &&
      open.length < perRequest &&
      (!sizeOf || isSameSize(sizeOf(panel), sizeOf(head))) &&
      belongs(open, panel);
    if (fits) open.push(panel);
    else requests.push([panel]);
  }
  return requests;
}
