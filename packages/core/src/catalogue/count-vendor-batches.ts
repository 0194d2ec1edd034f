import { type PricedBatch, type PricedRequest, type ReferencedStory, startsFromWords } from './plan-priced-requests.ts';

/** How long a story by `economy` may take: each vendor batch up to 24 hours, one after another along the chain. */
export interface EconomyTime {
  readonly vendorBatches: number;
  readonly longestHours: number;
}

const windowHours = 24;

/**
 * The vendor batches of one batch of panels, and the hours they may take. Requests with pictures go to another address than those
 * without, so they are two, side by side; where panel 1 has to show the others the cast, it is one before the others.
 */
export function countVendorBatches(
  { place, panels }: PricedBatch,
  requests: readonly PricedRequest[],
  { characters, continued }: Pick<ReferencedStory, 'characters' | 'continued'>,
): EconomyTime {
  const alone = startsFromWords(place, 'economy', characters, continued) ? panels[0] : undefined;
  const waves = [
    requests.filter(({ panels: [first] }) => first === alone),
    requests.filter(({ panels: [first] }) => first !== alone),
  ].filter(({ length }) => length > 0);
  const kinds = waves.map((wave) => new Set(wave.map(({ references }) => references.length > 0)).size);
  return { vendorBatches: kinds.reduce((sum, size) => sum + size, 0), longestHours: windowHours * waves.length };
}
