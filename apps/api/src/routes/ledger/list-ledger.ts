import { ledgerEntrySchema } from '@nextpanel/core';
import { type Context, listLedger } from '@nextpanel/pipeline';
import type { Server } from '../../server.ts';
import { partListRoute } from '../part-list.ts';

/** `GET /v1/stories/{id}/ledger`. */
export async function listLedgerRoute(scope: Server, context: Context): Promise<void> {
  partListRoute(scope, context, {
    noun: 'ledger',
    summary: 'Requests that were, or may have been, paid',
    item: ledgerEntrySchema,
    list: listLedger,
  });
}
