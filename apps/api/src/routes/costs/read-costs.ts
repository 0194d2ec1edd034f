import { costsViewSchema, writeCsv } from '@nextpanel/core';
import { type Context, readCostRows, readCosts } from '@nextpanel/pipeline';
import { z } from 'zod';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2026-11-30');
const costsQuery = z.strictObject({
  from: day.optional().describe('First day (UTC); default: the first of the month'),
  to: day.optional().describe('Last day (UTC); default: today'),
  format: z.enum(['json', 'csv']).default('json').describe('csv: a table with a row for each day and model'),
});

const columns = ['day', 'provider', 'model', 'images', 'spent_usd', 'wasted_usd', 'possibly_usd', 'held_usd'] as const;

/** `GET /v1/costs`: what was spent, wasted, held and is uncertain, and what is still to come. */
export async function readCostsRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/costs',
    schema: {
      tags: ['ledger'],
      operationId: 'readCosts',
      summary: 'Costs by day, model, story and tenant, and what unfinished stories will probably cost',
      querystring: costsQuery,
      response: {
        200: {
          description: 'The costs',
          content: {
            ...jsonOf('The costs', costsViewSchema).content,
            'text/csv': { schema: z.string() },
          },
        },
        ...problems,
      },
    },
    handler: async ({ caller, query: { format, ...days } }, reply) => {
      const query = { tenant: caller.tenant, governs: caller.governs, ...withoutUndefined(days) };
      if (format === 'json') return readCosts(context, query);
      const rows = await readCostRows(context, query);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="costs.csv"')
        .send(writeCsv(columns, rows));
    },
  });
}
