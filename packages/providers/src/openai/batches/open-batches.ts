import type { ProviderBatches } from '@nextpanel/core';
import { askBatch } from './ask-batch.ts';
import type { BatchesApi } from './batches-api.ts';
import { cancelBatch } from './cancel-batch.ts';
import { endpointOf } from './prepare-line.ts';
import { submitBatch } from './submit-batch.ts';

/** A batch whose acceptance was lost is looked for as often before another is made: 15 minutes. */
const lookupPolls = 15;

/** OpenAI's Batch API as the way of the method `economy`. */
export const openBatches = (api: BatchesApi): ProviderBatches => ({
  methods: ['economy'],
  pollMs: api.pollMs,
  lookupMs: lookupPolls * api.pollMs,
  kindOf: (order) => `${order.model.id} ${endpointOf(order)}`,
  submit: (batch, signal) => submitBatch(api, batch, signal),
  ask: (batch, vendorId, signal) => askBatch(api, batch, vendorId, signal),
  cancel: (vendorId, signal) => cancelBatch(api, vendorId, signal),
});
