import type { StoryView } from '@nextpanel/client';

/** What the panels that are not drawn yet will probably cost, for tools that let a story continue. */
export function priceOfRest({ cost }: Pick<StoryView, 'cost'>) {
  const { budgetUsd, spentUsd, estimateUsd, remainingUsd } = cost;
  const left = remainingUsd ?? Math.max(0, estimateUsd - spentUsd);
  return { price: { lowUsd: 0, expectedUsd: left, highUsd: left }, about: { budgetUsd, spentUsd } };
}
