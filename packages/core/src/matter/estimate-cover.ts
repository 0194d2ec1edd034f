import { type Estimate, type EstimateOptions, estimateBatches, type PricedStory } from '../catalogue/estimate-story.ts';
import type { PricedBatch } from '../catalogue/plan-priced-requests.ts';
import type { LaidOutStory } from '../layout/layout-settings.ts';
import { withCharacterIds } from '../panel-characters.ts';
import type { PanelSpec } from '../story-spec.ts';
import { coverPanel } from './cover-id.ts';
import { askedCover, coverSize } from './cover-panel.ts';

/** The price of a cover that is drawn. */
export type CoverEstimate = Pick<Estimate, 'requests' | 'lowUsd' | 'expectedUsd' | 'highUsd'>;

/** A story with the price of its cover. */
export const withCoverPrice = (story: Estimate, cover: CoverEstimate | null): Estimate => {
  if (cover === null) return story;
  const sum = (name: 'lowUsd' | 'expectedUsd' | 'highUsd') =>
    Math.round((story[name] + cover[name]) * 1_000_000) / 1_000_000;
  return {
    ...story,
    lowUsd: sum('lowUsd'),
    expectedUsd: sum('expectedUsd'),
    highUsd: sum('highUsd'),
    requests: story.requests + cover.requests,
    cover,
  };
};

/** What goes along with a cover, and how large it is. */
export interface CoverPlace extends Pick<PricedBatch, 'anchor' | 'before' | 'sceneBefore'> {
  /** Batches of the chain: the cover comes after them. */
  readonly batches: number;
}

/** Prices the cover of a story. It is one request whatever the story's method. Throws `prompt_too_long`. */
export function estimateCover(
  story: PricedStory & LaidOutStory,
  cover: PanelSpec,
  { batches, ...frames }: CoverPlace,
  options: Omit<EstimateOptions, 'method'>,
): CoverEstimate {
  const { sizeOf, model } = options;
  const size = coverSize(story, model);
  const panel = { ...withCharacterIds(askedCover(cover)), number: 0, id: coverPanel, times: 1 };
  const batch: PricedBatch = { ...frames, place: batches + 1, panels: [panel] };
  const { requests, lowUsd, expectedUsd, highUsd } = estimateBatches(story, [batch], {
    ...options,
    method: 'panels',
    sizeOf: (id) => (id === coverPanel ? size : (sizeOf?.(id) ?? size)),
  });
  return { requests, lowUsd, expectedUsd, highUsd };
}
