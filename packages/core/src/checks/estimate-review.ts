import type { Estimate } from '../catalogue/estimate-story.ts';
import type { ChatPrice } from '../chat-price.ts';
import { microUsd, usd } from '../money.ts';
import { characterIds } from '../panel-characters.ts';
import type { PanelSpec } from '../story-spec.ts';
import { priceReview } from './review-price.ts';
import type { ReviewSpec } from './review-spec.ts';

/** The part of an estimate that is for the review. */
export interface ReviewEstimate {
  /** Calls to the judge: one for each batch, and those about pictures of characters. Repairs of answers, and comparisons after a retake, come on top. */
  readonly calls: number;
  readonly lowUsd: number;
  readonly expectedUsd: number;
  /** Each answer repaired once, and each batch compared once more; at most `review.maxUsd`. */
  readonly highUsd: number;
  /** Whether the price of the judge is known; if not, it is counted as nothing. */
  readonly priceKnown: boolean;
}

/** The pictures of characters, which the judge sees once, before they go along with panels. */
export interface ReviewedCast {
  /** How many pictures are supplied of each character, outfits included, by its id. */
  readonly supplied: ReadonlyMap<string, number>;
  /** How many plates of characters each batch of plates has. */
  readonly plates: readonly number[];
}

/** Letters of the questions themselves, and of the words about each frame and character, on average. */
const questionLetters = 2_600;
const frameLetters = 500;
const characterLetters = 300;

/**
 * What reviewing these batches will probably cost. A picture of each character, and one of the place, go along with the frames of a
 * batch.
 */
export function estimateReview(
  review: ReviewSpec,
  price: ChatPrice | null,
  batches: readonly (readonly Pick<PanelSpec, 'characters'>[])[],
  cast: ReviewedCast,
): ReviewEstimate {
  const sum = { low: 0, expected: 0, high: 0 };
  const aboutCast = callsAboutCast(batches, cast);
  for (const pictures of aboutCast) {
    const letters = questionLetters + frameLetters * pictures;
    const call = priceReview(price, { letters, pictures, frames: pictures, characters: 0 });
    sum.low += call.low;
    sum.expected += call.expected;
    sum.high += call.high * 2;
  }
  for (const panels of batches) {
    const shownCast = new Set(panels.flatMap(({ characters }) => characterIds(characters)));
    const shown = panels.reduce((total, { characters }) => total + characters.length, 0);
    const size = {
      letters: questionLetters + frameLetters * panels.length + characterLetters * shown,
      pictures: panels.length + shownCast.size + 1,
      frames: panels.length,
      characters: shown,
    };
    const call = priceReview(price, size);
    sum.low += call.low;
    sum.expected += call.expected;
    // The answer repaired, and once more for the comparison.
    sum.high += call.high * ((review.retakes ?? 1) > 0 ? 4 : 2);
  }
  const most = review.maxUsd === undefined ? Number.POSITIVE_INFINITY : microUsd(review.maxUsd);
  const dollars = (amount: number) => usd(Math.min(amount, most));
  return {
    calls: batches.length + aboutCast.length,
    lowUsd: dollars(sum.low),
    expectedUsd: dollars(sum.expected),
    highUsd: dollars(sum.high),
    priceKnown: price !== null,
  };
}

/** How many pictures each call about pictures of characters shows: with the batch that shows a character first. */
function callsAboutCast(
  batches: readonly (readonly Pick<PanelSpec, 'characters'>[])[],
  { supplied, plates }: ReviewedCast,
): number[] {
  const seen = new Set<string>();
  const calls = batches.map((panels) => {
    let pictures = 0;
    for (const id of panels.flatMap(({ characters }) => characterIds(characters))) {
      if (seen.has(id)) continue;
      seen.add(id);
      pictures += supplied.get(id) ?? 0;
    }
    return pictures;
  });
  return [...plates, ...calls].filter((pictures) => pictures > 0);
}

/** The estimate of a story with its review. */
export const withReviewPrice = (story: Estimate, review: ReviewEstimate | null): Estimate => {
  if (review === null) return story;
  const sum = (name: 'lowUsd' | 'expectedUsd' | 'highUsd') =>
    Math.round((story[name] + review[name]) * 1_000_000) / 1_000_000;
  return { ...story, lowUsd: sum('lowUsd'), expectedUsd: sum('expectedUsd'), highUsd: sum('highUsd'), review };
};
