import { type Context, openSheetImage } from '@nextpanel/pipeline';
import type { Server } from '../../server.ts';
import { imageRoute } from '../image-route.ts';

/** `GET /v1/stories/{id}/sheets/{number}/image`: a page of panels with its lettering. */
export async function sheetImageRoute(scope: Server, context: Context): Promise<void> {
  imageRoute(scope, context, {
    noun: 'sheets',
    operationId: 'openSheetImage',
    summary: 'A composed page with its lettering',
    open: openSheetImage,
  });
}
