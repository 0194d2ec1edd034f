import { z } from 'zod';
import { count, dollars, warnings } from './parts.ts';

export const estimateViewSchema = z
  .object({
    lowUsd: dollars,
    expectedUsd: dollars,
    highUsd: dollars,
    batches: count,
    requests: count.describe('Calls to the provider; none for what is recalled'),
    panels: count,
    recalledPanels: count.describe(
      'Panels whose frames were paid for before and are recalled for free; the prices are of the others. Counted along the chain, for as long as its frames are recalled too',
    ),
    scaledReferences: count
      .optional()
      .describe(
        'Pictures that go along smaller than they are, counted for each request: at their own size they would cost more than the panel, and the model would not see more',
      ),
    plates: z
      .object({ plates: count, requests: count, lowUsd: dollars, expectedUsd: dollars, highUsd: dollars })
      .optional()
      .describe(
        'The part of it that is for plates, which are drawn before the first batch; recalled ones cost nothing',
      ),
    cover: z
      .object({ requests: count, lowUsd: dollars, expectedUsd: dollars, highUsd: dollars })
      .optional()
      .describe('The part of it that is for a cover which is drawn; a recalled one costs nothing'),
    review: z
      .object({ calls: count, lowUsd: dollars, expectedUsd: dollars, highUsd: dollars, priceKnown: z.boolean() })
      .optional()
      .describe(
        'The part of it that is for the review: one call for each batch. Corrective retakes come on top, within the budget; with `priceKnown: false` it counts as nothing',
      ),
    economy: z
      .object({ vendorBatches: count, longestHours: count })
      .optional()
      .describe(
        'Only with method economy: vendor batches, one after another along the chain, and how long they may take',
      ),
    warnings: warnings.describe(
      'What to know before it is submitted; with `provider_unavailable` among them it would be refused here',
    ),
  })
  .meta({ id: 'Estimate' });

export type EstimateView = z.output<typeof estimateViewSchema>;
