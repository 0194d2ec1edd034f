import { z } from 'zod';
import { requestStates } from '../states.ts';
import { count, dollars, number, time } from './parts.ts';

export const ledgerEntrySchema = z
  .object({
    request: z.string().describe('Id of the request; vendors receive it too'),
    key: z.string().describe('Key under which its frames can be recalled'),
    story: z.string(),
    batch: count.describe('Place in the chain; 0 for a batch whose panels were all removed before they were drawn'),
    batchId: z.string(),
    panels: z.array(number).describe('Numbers of its panels, without those that were removed'),
    panelIds: z.array(z.string()),
    provider: z.string().describe('review: a judge was asked about frames, by the model'),
    model: z.string(),
    state: z.enum(requestStates),
    vendorId: z.string().nullable(),
    estimateUsd: dollars,
    costUsd: dollars,
    orderedAt: time.nullable(),
    settledAt: time.nullable(),
    code: z.string().nullable(),
    imported: z.boolean().describe('Ordered by another installation: shown, and counted against no budget'),
    evidence: z
      .array(
        z.object({
          at: time,
          source: z.enum(['webhook', 'history', 'user']),
          says: z.enum(['found', 'paid', 'unpaid']),
          costUsd: dollars.nullable().describe('What a user said it cost'),
        }),
      )
      .describe('What was learnt about it while its outcome was not certain. The provider overrides a user'),
  })
  .meta({ id: 'LedgerEntry', description: 'One request that was, or may have been, paid' });

export const spendingSchema = z
  .object({ spentUsd: dollars, heldUsd: dollars, possiblyUsd: dollars })
  .meta({ id: 'Spending' });

export const storySpendingSchema = spendingSchema
  .extend({ story: z.string(), title: z.string(), provider: z.string(), model: z.string() })
  .meta({ id: 'StorySpending' });

export const ledgerViewSchema = z
  .object({
    items: z.array(storySpendingSchema),
    nextCursor: z.string().nullable(),
    total: spendingSchema.describe('All stories of the tenant'),
    providers: z.record(z.string(), spendingSchema).describe('The same by provider'),
  })
  .meta({ id: 'Ledger', description: 'All spending of a tenant, by story and by provider' });

export type LedgerEntry = z.output<typeof ledgerEntrySchema>;
export type LedgerView = z.output<typeof ledgerViewSchema>;
export type Spending = z.output<typeof spendingSchema>;
