export type { SeenCall } from './calls.ts';
export { type CompatibleTraits, type VendorName, vendorNames } from './emulator.ts';
export type { WebhookDelivery, WebhookManner } from './fal/webhooks.ts';
export { type FaultFacts, type FaultName, faultFacts, type Operation } from './faults/fault-facts.ts';
export type { ArmedFault, FaultMatch, FaultOptions } from './faults/fault-queue.ts';
export type { LedgerEntry, ReceivedReference, YieldedImage } from './ledger.ts';
export { startVendors } from './start-vendors.ts';
export { unlimitedCatalogue, vendorEnvironment } from './vendor-environment.ts';
export type { Vendors, VendorsOptions } from './vendors.ts';
