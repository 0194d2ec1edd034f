/** What the HTTP API answers with. Numbers of panels, batches, sheets and takes start at 1; times are ISO 8601 in UTC. */

export * from './asset-views.ts';
export * from './batch-views.ts';
export { bookSignaturesSchema, boundBooks, type CertificateFacts } from './book-parts.ts';
export * from './chapter-view.ts';
export * from './estimate-view.ts';
export * from './failure.ts';
export * from './installation-views.ts';
export * from './ledger-views.ts';
export * from './panel-views.ts';
export { listOf, type Page } from './parts.ts';
export * from './plate-view.ts';
export * from './problem.ts';
export * from './provenance-view.ts';
export * from './provider-views.ts';
export { type LeftOutView, leftOutSchema, type SentPictureView, sentPictureSchema } from './sent-pictures.ts';
export * from './sheet-view.ts';
export * from './story-view.ts';
export * from './take-view.ts';
