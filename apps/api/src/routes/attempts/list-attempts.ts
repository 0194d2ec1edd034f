import { attemptViewSchema } from '@nextpanel/core';
import { type Context, listAttempts } from '@nextpanel/pipeline';
import type { Server } from '../../server.ts';
import { partListRoute } from '../part-list.ts';

/** `GET /v1/stories/{id}/attempts`. */
export async function listAttemptsRoute(scope: Server, context: Context): Promise<void> {
  partListRoute(scope, context, {
    noun: 'attempts',
    summary: 'Tries at batches, oldest first',
    item: attemptViewSchema,
    list: listAttempts,
  });
}
