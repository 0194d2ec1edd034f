import { sheetViewSchema } from '@nextpanel/core';
import { type Context, listSheets } from '@nextpanel/pipeline';
import type { Server } from '../../server.ts';
import { partListRoute } from '../part-list.ts';

/** `GET /v1/stories/{id}/sheets`. */
export async function listSheetsRoute(scope: Server, context: Context): Promise<void> {
  partListRoute(scope, context, {
    noun: 'sheets',
    summary: 'Composed pages',
    item: sheetViewSchema,
    list: listSheets,
    inEditions: true,
  });
}
