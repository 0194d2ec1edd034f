import type { ProviderBatches } from '@nextpanel/core';
import { askBatch } from './ask-batch.ts';
import type { BatchesApi } from './batches-api.ts';
import { cancelBatch } from './cancel-batch.ts';
import { endpointOf } from './prepare-line.ts';
import { readBatchWebhook } from './read-batch-webhook.ts';
import { submitBatch } from './submit-batch.ts';

/** OpenAI's Batch API as the way of the method `economy`. */
export const openBatches = (api: BatchesApi): ProviderBatches => ({
  methods: ['economy'],
  pollMs: api.pollMs,
  lookupMs: api.lookupMs,
  kindOf: (order) => `${order.model.id} ${endpointOf(order)}`,
  submit: (batch, signal) => submitBatch(api, batch, signal),
  ask: (batch, vendorId, signal) => askBatch(api, batch, vendorId, signal),
  cancel: (vendorId, signal) => cancelBatch(api, vendorId, signal),
  ...readingWebhooks(api),
});

const readingWebhooks = ({ webhookSecret, now }: BatchesApi): Pick<ProviderBatches, 'readWebhook'> =>
  webhookSecret === null ? {} : { readWebhook: (delivery) => readBatchWebhook(delivery, webhookSecret, now()) };
