import { z } from 'zod';
import { text } from '../spec-parts.ts';

/** Of models, by their servers' own names for them. */
export const longestModelName = 200;

/** Where the ledger and the costs say that a review was paid, in place of a provider. */
export const reviewProvider = 'review';

/** What follows when the judge finds a mismatch and no retake corrects it: the panel is marked, or the story stops, too. */
export const reviewGates = ['soft', 'hard'] as const;

export const reviewSpecSchema = z
  .strictObject({
    model: text(longestModelName).describe("The vision model that judges, by the review server's own name for it"),
    retakes: z
      .int()
      .min(0)
      .max(1)
      .optional()
      .describe('Corrective retakes of a panel that does not match, within the budget; default: 1'),
    maxUsd: z
      .number()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe('The most that the judge may cost; without the retakes, which are panels. Default: only the budget'),
    gate: z
      .enum(reviewGates)
      .optional()
      .describe(
        'When a panel does not match after all: soft, mark it; hard, stop after its batch and wait for you; default: soft',
      ),
  })
  .meta({
    id: 'ReviewSpec',
    description: 'A vision model of your choice looks at every batch before it is committed',
  });

export type ReviewSpec = z.output<typeof reviewSpecSchema>;
