import { askResponse } from './ask-response.ts';
import type { ResponsesApi } from './responses-api.ts';

/** Asks to stop a response. True only when it is cancelled and nothing was drawn by then. */
export async function cancelResponse(api: ResponsesApi, id: string, signal: AbortSignal): Promise<boolean> {
  const { status, calls, usage } = await askResponse(api, id, signal, 'cancel');
  return status === 'cancelled' && usage === null && calls.every(({ result }) => !result);
}
