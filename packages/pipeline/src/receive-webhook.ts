import { NextpanelError, type ProviderId, type WebhookDelivery } from '@nextpanel/core';
import type { Context } from './context.ts';

/** How long a vendor's published keys may take to arrive, in milliseconds. */
const keysMs = 10_000;

export interface ReceivedWebhook extends WebhookDelivery {
  readonly provider: ProviderId;
  /** From the address the vendor was given: an order's id, or the request's key in addresses of the first release. */
  readonly order: string;
}

/**
 * A signed report of a vendor that a request has ended. An order whose vendor id was lost (a crash between the vendor's answer and our
 * saving it) is collected by it, even if it counts as possibly paid already. The report is also stored under the order, for orders of
 * earlier releases.
 * Throws `not_found` for a provider that is not set up or has no webhooks, and what `ProviderWebhooks.read` throws.
 */
export async function receiveWebhook(
  { state, providers, queues, log }: Pick<Context, 'state' | 'providers' | 'queues' | 'log'>,
  { provider, order, headers, body }: ReceivedWebhook,
): Promise<void> {
  const webhooks = providers.get(provider)?.webhooks;
  if (!webhooks) throw new NextpanelError('not_found', `provider "${provider}" is not set up here`);
  const { requestId, status } = await webhooks.read({ headers, body }, AbortSignal.timeout(keysMs));
  await state.vendorIds.remember(order, requestId);
  log.debug({ order, requestId, status }, 'a vendor reported a request');
  const story = await state.vendorIds.storyOf(order);
  const stored = story === null ? undefined : (await state.batches.orders(story, [order])).get(order);
  if (story === null || !stored) return;
  const vendorId = webhooks.vendorId(stored.order, requestId);
  const learnt = await state.requests.learn(story, order, { says: 'found', source: 'webhook', vendorId });
  if (learnt.kind !== 'learnt') return;
  log.info({ story, request: order, vendorId }, 'a vendor reported a request whose outcome was unknown');
  const facts = await state.read.story(story);
  if (facts) await queues.ensureDraw(facts.spec.render.provider, { story }, { now: true });
}
