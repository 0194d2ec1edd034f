import { NextpanelError, type WebhookDelivery } from '@nextpanel/core';
import type { Context } from './context.ts';
import type { ReceivedWebhook } from './receive-webhook.ts';

/**
 * A signed report of a vendor that a vendor batch is over. It decides nothing: the story that waits for the batch asks for it now, and not
 * when it would have asked next. Throws `not_found` where no such reports are expected, and what `ProviderBatches.readWebhook` throws.
 */
export async function receiveBatchWebhook(
  { state, providers, queues, log }: Pick<Context, 'state' | 'providers' | 'queues' | 'log'>,
  { provider, headers, body }: Pick<ReceivedWebhook, 'provider' | keyof WebhookDelivery>,
): Promise<void> {
  const readWebhook = providers.get(provider)?.batches?.readWebhook;
  if (!readWebhook) throw new NextpanelError('not_found', `no reports of "${provider}" are expected here`);
  const vendorId = readWebhook({ headers, body });
  const owner = vendorId === null ? null : await state.vendorIds.ownerOf(vendorId);
  const [story] = owner?.split(' ') ?? [];
  if (story === undefined) return;
  const facts = await state.read.story(story);
  log.debug({ story, vendorId }, 'a vendor reported a batch');
  // A story that waits for anything else has its reasons.
  if (facts?.waiting !== 'vendor_batch') return;
  await state.stories.rest(story, 0);
  await queues.ensureDraw(facts.spec.render.provider, { story }, { now: true });
}
