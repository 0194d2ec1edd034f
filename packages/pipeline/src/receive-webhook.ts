import { NextpanelError } from '@nextpanel/core';
import type { Context } from './context.ts';

/** How long fal's published keys may take to arrive, in milliseconds. */
const keysMs = 10_000;

export interface WebhookDelivery {
  /** From the address the vendor was given when the request was ordered. */
  readonly requestKey: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/**
 * A signed report of fal that a request has ended: the second way home. It is written down under the request's key, so that
 * a turn which finds the request ordered without an id (a crash between fal's yes and our note of it) collects it instead of
 * calling its outcome unknown. Throws `not_found` without fal, and what `FalWebhooks.read` throws.
 */
export async function receiveFalWebhook(
  { state, falWebhooks, log }: Pick<Context, 'state' | 'falWebhooks' | 'log'>,
  { requestKey, headers, body }: WebhookDelivery,
): Promise<void> {
  if (!falWebhooks) throw new NextpanelError('not_found', 'fal is not set up here');
  const { requestId, status } = await falWebhooks.read({ headers, body }, AbortSignal.timeout(keysMs));
  await state.vendorIds.remember(requestKey, requestId);
  log.debug({ requestKey, requestId, status }, 'fal reported a request');
}
