export type { SeenCall } from './calls.ts';
export { isOffModel } from './chat/judge-frames.ts';
export { type JudgeManner, usualManner } from './chat/judge-manner.ts';
export { wearPicture } from './drawing/wear.ts';
export {
  type CompatibleTraits,
  type DrawingVendor,
  type JudgedCall,
  type VendorName,
  vendorNames,
} from './emulator.ts';
export type { WebhookDelivery, WebhookManner } from './fal/webhooks.ts';
export {
  type FaultFacts,
  type FaultName,
  factsOf,
  faultFacts,
  isFaultName,
  type Operation,
} from './faults/fault-facts.ts';
export type { ArmedFault, FaultMatch, FaultOptions } from './faults/fault-queue.ts';
export type { LedgerEntry, ReceivedReference, YieldedImage } from './ledger.ts';
export type { RateWindow } from './rate-windows.ts';
export type { SavedState } from './saved-state/saved-state.ts';
export { startVendors } from './start-vendors.ts';
export { unlimitedCatalogue, vendorEnvironment } from './vendor-environment.ts';
export type { AcceptedOrder, Vendors, VendorsOptions } from './vendors.ts';
