import { picturesByName } from '../cast-pictures.ts';
import type { Estimate } from '../catalogue/estimate-story.ts';
import type { Model } from '../catalogue/model.ts';
import type { ReferencedStory } from '../catalogue/plan-priced-requests.ts';
import { priceRequest } from '../catalogue/price-request.ts';
import { scaledReference } from '../catalogue/scaled-reference.ts';
import { usd } from '../money.ts';
import type { PixelSize } from '../picture.ts';
import type { StorySpec } from '../story-spec.ts';
import { planPlateRequest, plateSize } from './plan-plate-request.ts';
import { type Plate, withPlates } from './plan-plates.ts';

/** The price of the plates of a story; `drawn` is what is left of them to be drawn. */
export interface PlatesEstimate {
  readonly plates: number;
  readonly requests: number;
  readonly lowUsd: number;
  readonly expectedUsd: number;
  readonly highUsd: number;
}

/** The price of a story with that of its plates. */
export const withPlatesPrice = (story: Estimate, plates: PlatesEstimate): Estimate => {
  if (plates.plates === 0) return story;
  const sum = (name: 'lowUsd' | 'expectedUsd' | 'highUsd') =>
    Math.round((story[name] + plates[name]) * 1_000_000) / 1_000_000;
  return {
    ...story,
    lowUsd: sum('lowUsd'),
    expectedUsd: sum('expectedUsd'),
    highUsd: sum('highUsd'),
    requests: story.requests + plates.requests,
    plates,
  };
};

/** Stands for a plate that is not drawn yet. */
const platePrefix = '\0plate ';
const plateName = (id: string): string => `${platePrefix}${id}`;
export const isPlateName = (picture: string): boolean => picture.startsWith(platePrefix);

/** A story as its panels are priced: with the plates that are to be drawn among its pictures. */
export const withPlannedPlates = <Story extends ReferencedStory>(story: Story, plates: readonly Plate[]): Story =>
  plates.length === 0
    ? story
    : { ...story, ...withPlates(story, new Map(plates.map(({ id }) => [id, plateName(id)] as const))) };

/** @param recalled ids of plates that are there, or will be recalled */
export function estimatePlates(
  story: ReferencedStory & Pick<StorySpec, 'language' | 'render' | 'plates'>,
  plates: readonly Plate[],
  {
    model,
    pictures = new Map(),
    recalled = new Set(),
  }: {
    readonly model: Model;
    readonly pictures?: ReadonlyMap<string, PixelSize>;
    readonly recalled?: ReadonlySet<string>;
  },
): PlatesEstimate {
  const whole = withPlannedPlates(story, plates);
  const sum = { requests: 0, low: 0, expected: 0, high: 0 };
  for (const plate of plates.filter(({ id }) => !recalled.has(id))) {
    const { prompt, size, quality, references } = planPlateRequest(
      whole,
      plate,
      picturesByName(whole),
      model,
      story.render.quality,
    );
    const request = { method: 'panels', size, quality, panels: [plate] } as const;
    const price = priceRequest(model, {
      ...request,
      prompt,
      // Only stories of recipe 2 have plates.
      references: references.map(({ picture }) => {
        const own = isPlateName(picture) ? plateSize(model) : (pictures.get(picture) ?? null);
        return (own && scaledReference(model, { ...request, references: references.length }, own)) ?? own;
      }),
      recoverable: story.render.recoverable,
    });
    sum.requests += 1;
    sum.low += price.low;
    sum.expected += price.expected;
    sum.high += price.high;
  }
  return {
    plates: plates.length,
    requests: sum.requests,
    lowUsd: usd(sum.low),
    expectedUsd: usd(sum.expected),
    highUsd: usd(sum.high),
  };
}
