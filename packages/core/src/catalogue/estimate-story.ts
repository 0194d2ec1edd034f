import type { ReviewEstimate } from '../checks/estimate-review.ts';
import { type FrameSizes, newFrameSizes } from '../layout/frame-sizes.ts';
import type { LaidOutStory } from '../layout/layout-settings.ts';
import type { CoverEstimate } from '../matter/estimate-cover.ts';
import { usd } from '../money.ts';
import { withCharacterIds } from '../panel-characters.ts';
import type { PixelSize } from '../picture.ts';
import { planBatches } from '../plan-batches.ts';
import { isPlateName, type PlatesEstimate } from '../plates/estimate-plates.ts';
import { plateSize } from '../plates/plan-plate-request.ts';
import { findRecipe, newestRecipe } from '../prompts/recipes.ts';
import type { Method, StorySpec } from '../story-spec.ts';
import { countVendorBatches, type EconomyTime } from './count-vendor-batches.ts';
import type { Model } from './model.ts';
import {
  type PricedBatch,
  panelOfFrame,
  planPricedRequests,
  type ReferencedStory,
  tileSizeOf,
} from './plan-priced-requests.ts';
import { priceRequest } from './price-request.ts';
import { scaledReference } from './scaled-reference.ts';
import { parseSize } from './size-rule.ts';

/** Price range of a story before it is drawn. `requests` counts the calls to the provider. */
export interface Estimate {
  readonly lowUsd: number;
  readonly expectedUsd: number;
  readonly highUsd: number;
  readonly batches: number;
  readonly requests: number;
  /** Panels that were to be recalled when it was made; none if it does not say. */
  readonly recalledPanels?: number;
  /** Pictures that are sent smaller, once for each request, since they would cost more than the panel; none if it does not say. */
  readonly scaledReferences?: number | undefined;
  /** The part of it that is for plates; only of a story that has any. */
  readonly plates?: PlatesEstimate | undefined;
  /** The part of it that is for the cover; only of a story whose cover is drawn. */
  readonly cover?: CoverEstimate | undefined;
  /** The part of it that is for the review; only of a story that is reviewed. */
  readonly review?: ReviewEstimate | undefined;
  /** How long it may take; only of a story by `economy`. */
  readonly economy?: EconomyTime | undefined;
}

/** What the words and pictures of a story's requests depend on beside its panels. */
export type PricedStory = Pick<StorySpec, 'language' | 'render'> & ReferencedStory;

export interface EstimateOptions {
  readonly model: Model;
  readonly method: Method;
  /** The recipe its requests are composed by. Default: the newest. */
  readonly recipe?: number | undefined;
  /** Sizes of cast pictures that were opened already, by the reference that names each. */
  readonly pictures?: ReadonlyMap<string, PixelSize>;
  /** The sizes of frames. Default: the one the story names. */
  readonly sizeOf?: FrameSizes;
  /** Ids of panels whose frames are recalled, which costs nothing. */
  readonly recalled?: ReadonlySet<string>;
}

/**
 * Prices a story request by request, as a new story is cut. Panels are named by number. Throws `prompt_too_long`.
 */
export const estimateStory = (
  spec: PricedStory & LaidOutStory & Pick<StorySpec, 'panels'>,
  { sizeOf, ...options }: EstimateOptions,
): Estimate =>
  estimateBatches(spec, newBatches(spec), { ...options, sizeOf: sizeOf ?? newFrameSizes(spec, options.model) });

/** The batches of a story that is not submitted yet. The id of a panel is its number. */
export function newBatches(spec: Pick<StorySpec, 'panels' | 'render'>): PricedBatch[] {
  const named = new Map(
    spec.panels.flatMap(({ id, scene }, index) =>
      id === undefined ? [] : [[id, { id: String(index + 1), scene }] as const],
    ),
  );
  return planBatches(spec.panels.length, spec.render.batchSize).map(
    ({ number, first, last }): PricedBatch => ({
      place: number,
      anchor: '1',
      before: number > 1 ? String(first - 1) : null,
      sceneBefore: spec.panels[first - 2]?.scene,
      named,
      panels: spec.panels.slice(first - 1, last).map((panel, index) => ({
        ...withCharacterIds(panel),
        number: first + index,
        id: String(first + index),
        times: 1,
      })),
    }),
  );
}

/**
 * Prices batches request by request, with the words and the references each would have: the characters' pictures, the anchor
 * and the reference frame. Retries are not counted. Throws `prompt_too_long`.
 */
export function estimateBatches(
  spec: PricedStory,
  batches: readonly PricedBatch[],
  {
    model,
    method,
    recipe = newestRecipe,
    pictures = new Map(),
    recalled = new Set(),
    sizeOf = () => parseSize(spec.render.size),
  }: EstimateOptions,
): Estimate {
  const { composePrompt, planReferences, scalesReferences } = findRecipe(recipe);
  const plan = { story: spec, model, method, planReferences, sizeOf };
  const sum = { requests: 0, low: 0, expected: 0, high: 0, scaled: 0 };
  const time = { vendorBatches: 0, longestHours: 0 };
  const planned = batches.flatMap((batch) => {
    const requests = planPricedRequests(batch, plan);
    const missing = requests.filter(({ take, panels }) => take > 0 || !panels.every(({ id }) => recalled.has(id)));
    const { vendorBatches, longestHours } = countVendorBatches(batch, missing, spec);
    time.vendorBatches += vendorBatches;
    time.longestHours += longestHours;
    return requests;
  });
  for (const request of planned) {
    const { panels, references, panelsSinceReference, distance } = request;
    const size = sizeOf(panels[0].id);
    const prompt = composePrompt({
      story: spec,
      method: request.method,
      panels,
      references: references.map(({ roles }) => roles),
      panelsSinceReference,
      distance,
      size,
      model,
    });
    if (request.take === 0 && panels.every(({ id }) => recalled.has(id))) continue;
    const asked = { method: request.method, size, quality: spec.render.quality, panels };
    const sizeSent = (own: PixelSize | null | undefined): PixelSize | null => {
      const scaled =
        own && scalesReferences ? scaledReference(model, { ...asked, references: references.length }, own) : null;
      if (scaled) sum.scaled += 1;
      return scaled ?? own ?? null;
    };
    const price = priceRequest(model, {
      ...asked,
      prompt,
      // Frames will have the size that is asked for. Tiles are made for the model.
      references: references.map(({ picture }) => {
        const frame = panelOfFrame(picture);
        if (frame !== null) return sizeSent(sizeOf(frame));
        return tileSizeOf(picture) ?? sizeSent(isPlateName(picture) ? plateSize(model) : pictures.get(picture));
      }),
      recoverable: spec.render.recoverable,
    });
    sum.requests += 1;
    sum.low += price.low;
    sum.expected += price.expected;
    sum.high += price.high;
  }
  return {
    lowUsd: usd(sum.low),
    expectedUsd: usd(sum.expected),
    highUsd: usd(sum.high),
    batches: batches.length,
    requests: sum.requests,
    ...(sum.scaled > 0 && { scaledReferences: sum.scaled }),
    ...(method === 'economy' && { economy: time }),
  };
}
