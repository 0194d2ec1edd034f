import type { ChangedStory } from './changed-story.ts';
import { type TouchedBatch, type TouchedPanel, willCollect } from './touched-batch.ts';

/**
 * Whether only the worker may change what a panel asks for: its batch is in hand, or a request that draws it is at the vendor
 * and will be collected. The one rule that makes an edit wait.
 */
export const isInHand = (story: ChangedStory, batch: TouchedBatch, panel: TouchedPanel): boolean =>
  batch.inWork || (willCollect(story) && isAtVendor(batch, panel));

export const isAtVendor = ({ requests }: TouchedBatch, { id }: TouchedPanel): boolean =>
  requests.some(({ state, panels }) => state === 'ordered' && panels.includes(id));

/** Whether a batch cannot be parted or joined: it is in hand, or something of it is at the vendor and will be collected. */
export const isBusy = (story: ChangedStory, batch: TouchedBatch): boolean =>
  batch.inWork || (willCollect(story) && batch.requests.some(({ state }) => state === 'ordered'));

/** A panel that was ordered, drawn or given a take stays in its batch: others may have been drawn from it. */
export const hasOrders = ({ requests }: TouchedBatch, panel: TouchedPanel): boolean =>
  isDrawn(panel) ||
  panel.takes > 0 ||
  requests.some(({ state, panels }) => state !== 'intended' && panels.includes(panel.id));

export const isDrawn = ({ selected, kept }: TouchedPanel): boolean => selected !== null || kept !== null;

/** A batch of which nothing was ordered or drawn may take in further panels. */
export const isUnbegun = (batch: TouchedBatch): boolean =>
  batch.status === 'waiting' &&
  !batch.inWork &&
  batch.requests.every(({ state }) => state === 'intended') &&
  batch.panels.every((panel) => !hasOrders(batch, panel));
