import { batchViewSchema } from '@nextpanel/core';
import { type Context, listBatches } from '@nextpanel/pipeline';
import type { Server } from '../../server.ts';
import { partListRoute } from '../part-list.ts';

/** `GET /v1/stories/{id}/batches`. */
export async function listBatchesRoute(scope: Server, context: Context): Promise<void> {
  partListRoute(scope, context, {
    noun: 'batches',
    summary: 'Batches in the order of their chain',
    item: batchViewSchema,
    list: listBatches,
  });
}
