import { NextpanelError, type ProviderId, type WebhookDelivery } from '@nextpanel/core';
import type { Context } from './context.ts';

/** How long a vendor's published keys may take to arrive, in milliseconds. */
const keysMs = 10_000;

export interface ReceivedWebhook extends WebhookDelivery {
  readonly provider: ProviderId;
  /** From the address the vendor was given: an order's id, or the request's key in addresses of the first release. */
  readonly order: string;
}

/** An order has an id; in addresses of the first release its request's key, of 64 digits, stands in its place. */
const isOrderId = (order: string): boolean => order.includes('-');

/**
 * Judges a report before its body is read. Throws `not_found` for a provider that is not set up or has no webhooks and for an order that was
 * never made, and what `ProviderWebhooks.check` throws.
 */
export async function admitWebhook(
  context: Pick<Context, 'state' | 'providers'>,
  { provider, order, headers }: Omit<ReceivedWebhook, 'body'>,
): Promise<void> {
  webhooksOf(context, provider).webhooks.check(headers);
  if (isOrderId(order) && !(await context.state.vendorIds.isKnown(order)))
    throw new NextpanelError('not_found', 'no such order was made here, or it was settled long ago');
}

/**
 * A signed report of a vendor that a request has ended. An order whose vendor id was lost (a crash between the vendor's answer and our
 * saving it) is collected by it, even if it counts as possibly paid already. The report is also stored under the order, for orders of
 * earlier releases.
 *
 * The vendor signs what any of its customers has it send: which account is ours is learnt from the first report about a request whose id we
 * have, and reports about requests of other accounts are forged.
 * Throws `not_found` for a provider that is not set up or has no webhooks, and what `ProviderWebhooks.read` throws.
 */
export async function receiveWebhook(
  context: Pick<Context, 'state' | 'providers' | 'queues' | 'log'>,
  { provider, order, headers, body }: ReceivedWebhook,
): Promise<void> {
  const { state, queues, log } = context;
  const { webhooks, fingerprint } = webhooksOf(context, provider);
  const { requestId, status, account } = await webhooks.read({ headers, body }, AbortSignal.timeout(keysMs));
  const ours = await state.vendorIds.accountOf(fingerprint);
  if (ours !== null && ours !== account)
    throw new NextpanelError('webhook_forged', `the delivery is about a request of another account at ${provider}`);
  await state.vendorIds.remember(order, requestId);
  log.debug({ order, requestId, status }, 'a vendor reported a request');
  const story = await state.vendorIds.storyOf(order);
  const stored = story === null ? undefined : (await state.batches.orders(story, [order])).get(order);
  if (story === null || !stored) return;
  const vendorId = webhooks.vendorId(stored.order, requestId);
  // Only our own account is given the id that we saved ourselves.
  const saved = async () => (await state.read.requests(story)).find(({ id }) => id === order)?.vendorId;
  if (ours === null && (await saved()) === vendorId) await state.vendorIds.learnAccount(fingerprint, account);
  const learnt = await state.requests.learn(story, order, { says: 'found', source: 'webhook', vendorId });
  if (learnt.kind !== 'learnt') return;
  log.info({ story, request: order, vendorId }, 'a vendor reported a request whose outcome was unknown');
  const facts = await state.read.story(story);
  if (facts) await queues.ensureDraw(facts.spec.render.provider, { story }, { now: true });
}

function webhooksOf({ providers }: Pick<Context, 'providers'>, id: ProviderId) {
  const { webhooks, fingerprint } = providers.get(id) ?? {};
  if (!webhooks || fingerprint === undefined)
    throw new NextpanelError('not_found', `provider "${id}" is not set up here`);
  return { webhooks, fingerprint };
}
