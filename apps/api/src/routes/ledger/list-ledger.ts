import { ledgerEntrySchema, ledgerViewSchema } from '@nextpanel/core';
import { type Context, listLedger, readLedger } from '@nextpanel/pipeline';
import { pageQuery } from '../../parameters.ts';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';
import { partListRoute } from '../part-list.ts';

/** `GET /v1/stories/{id}/ledger` and `GET /v1/ledger`. */
export async function listLedgerRoute(scope: Server, context: Context): Promise<void> {
  partListRoute(scope, context, {
    noun: 'ledger',
    summary: 'Requests that were, or may have been, paid',
    item: ledgerEntrySchema,
    list: listLedger,
  });

  scope.route({
    method: 'GET',
    url: '/v1/ledger',
    schema: {
      tags: ['ledger'],
      operationId: 'readLedger',
      summary: 'All spending, by story and by provider',
      querystring: pageQuery,
      response: { 200: jsonOf('The ledger', ledgerViewSchema), ...problems },
    },
    handler: (request) => readLedger(context, { tenant: request.tenant, ...withoutUndefined(request.query) }),
  });
}
