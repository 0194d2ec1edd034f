import { type Context, openPanelImage } from '@nextpanel/pipeline';
import type { Server } from '../../server.ts';
import { imageRoute } from '../image-route.ts';

/** `GET /v1/stories/{id}/panels/{number}/image`: the frame of the selected take. */
export async function panelImageRoute(scope: Server, context: Context): Promise<void> {
  imageRoute(scope, context, {
    noun: 'panels',
    operationId: 'openPanelImage',
    summary: 'The drawn picture of a panel, without lettering',
    open: openPanelImage,
  });
}
