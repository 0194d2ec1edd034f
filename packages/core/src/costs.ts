import { z } from 'zod';

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
          spentUsd: usd,
          possiblyUsd: usd,
          heldUsd: usd,
        }),
      )
      .describe('The most expensive stories, over their whole life'),
    byTenant: z
      .array(z.object({ tenant: z.string(), ...sums, images: z.int() }))
      .describe("Of all tenants, with the operator's key; otherwise your own"),
  })
  .meta({
    id: 'Costs',
    description: 'By the day (UTC) on which each request was ordered; days before this was recorded are empty',
  });

export type CostsView = z.output<typeof costsViewSchema>;
