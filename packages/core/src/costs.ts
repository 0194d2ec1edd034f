import { z } from 'zod';
import { storyStatuses } from './states.ts';

/** What `GET /v1/costs` answers with. */

const usd = z.number();
const sums = {
  spentUsd: usd.describe('Paid for certain'),
  wastedUsd: usd.describe('Of it, what was paid for requests that yielded no picture'),
  possiblyUsd: usd.describe('Of requests whose outcome is unknown'),
  heldUsd: usd.describe('Held for requests on their way, at their highest price'),
};

export const costsViewSchema = z
  .object({
    from: z.iso.date().describe('First day (UTC)'),
    to: z.iso.date().describe('Last day (UTC)'),
    total: z.object({ ...sums, images: z.int() }),
    forecastUsd: usd.describe(
      'What the stories that are not finished will probably cost beyond that, at the prices of today',
    ),
    byDay: z.array(z.object({ day: z.iso.date(), ...sums, images: z.int() })),
    byModel: z.array(z.object({ provider: z.string(), model: z.string(), ...sums, images: z.int() })),
    byStory: z
      .array(
        z.object({
          story: z.string(),
          title: z.string(),
          status: z.enum(storyStatuses),
          spentUsd: usd,
          wastedUsd: usd.describe('Of it, what was paid for requests that yielded no picture'),
          discardedUsd: usd.describe('Of it, what takes cost that are not selected'),
          possiblyUsd: usd,
          heldUsd: usd,
          forecastUsd: usd.describe('What it will probably cost beyond that'),
        }),
      )
      .describe('The most expensive stories, over their whole life'),
    now: z
      .object({ heldUsd: usd, possiblyUsd: usd })
      .describe('Held, and of unknown outcome, in all stories, whenever it was ordered'),
    uncertain: z
      .array(
        z.object({
          story: z.string(),
          title: z.string(),
          request: z.string(),
          provider: z.string(),
          model: z.string(),
          panels: z.array(z.int()).describe('Their present numbers; removed panels are left out'),
          costUsd: usd.describe('What it cost if it was paid'),
          orderedAt: z.iso.datetime().nullable(),
        }),
      )
      .describe('Requests whose outcome is unknown, to be settled, the most expensive first; at most 100'),
    uncertainScripts: z
      .array(
        z.object({
          script: z.string(),
          title: z.string().nullable(),
          sentAt: z.iso.datetime(),
          call: z.string().describe('Id of the question to the model'),
          model: z.string(),
          costUsd: usd.describe('What it cost if it was paid'),
          orderedAt: z.iso.datetime(),
        }),
      )
      .describe('The same of questions about scripts whose answers were lost'),
    byTenant: z
      .array(z.object({ tenant: z.string(), ...sums, images: z.int() }))
      .describe("Of all tenants, with the operator's key; otherwise your own"),
  })
  .meta({
    id: 'Costs',
    description: 'By the day (UTC) on which each request was ordered; days before this was recorded are empty',
  });

export type CostsView = z.output<typeof costsViewSchema>;
