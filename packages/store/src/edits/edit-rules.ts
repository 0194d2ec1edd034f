import type { TouchedBatch, TouchedPanel } from './touched-batch.ts';

/**
 * Whether only the worker may change what a panel asks for: its batch is being drawn. The only rule that makes an edit wait. What is
 * at the vendor does not: an edit raises the panel's art revision, and a frame of an older one becomes a take.
 */
export const isInHand = ({ inWork }: TouchedBatch): boolean => inWork;

/** Whether something that was ordered for a batch is still to be collected. */
export const isAtVendor = ({ requests }: TouchedBatch): boolean => requests.some(({ state }) => state === 'ordered');

/** A panel that was ordered, drawn or given a take stays in its batch: others may have been drawn from it. */
export const hasOrders = ({ requests }: TouchedBatch, panel: TouchedPanel): boolean =>
  isDrawn(panel) ||
  panel.takes > 0 ||
  requests.some(({ state, panels }) => state !== 'intended' && panels.includes(panel.id));

export const isDrawn = ({ selected, kept }: TouchedPanel): boolean => selected !== null || kept !== null;

/** A batch of which nothing was ordered or drawn may take in further panels. */
export const isUnbegun = (batch: TouchedBatch): boolean =>
  batch.status === 'waiting' &&
  batch.requests.every(({ state }) => state === 'intended') &&
  batch.panels.every((panel) => !hasOrders(batch, panel));
