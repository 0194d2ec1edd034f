import { panelViewSchema } from '@nextpanel/core';
import { type Context, listPanels } from '@nextpanel/pipeline';
import type { Server } from '../../server.ts';
import { partListRoute } from '../part-list.ts';

/** `GET /v1/stories/{id}/panels`. */
export async function listPanelsRoute(scope: Server, context: Context): Promise<void> {
  partListRoute(scope, context, {
    noun: 'panels',
    summary: 'Panels in reading order',
    item: panelViewSchema,
    list: listPanels,
  });
}
