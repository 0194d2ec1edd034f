import type { Model } from '../model.ts';

/** The built-in provider: free, and indifferent to quality. */
export const storyboardModels: readonly Model[] = [
  {
    provider: 'storyboard',
    id: 'storyboard-1',
    aliases: [],
    snapshots: [],
    methods: ['panels'],
    maxReferences: 16,
    referenceQuota: 6,
    reference: { maxBytes: 50_000_000, mimes: ['image/png', 'image/jpeg', 'image/webp'] },
    imagesPerCall: { generate: 1, edit: 1 },
    size: {
      rule: 'free',
      multipleOf: 1,
      minEdge: 64,
      maxEdge: 4_096,
      maxRatio: null,
      minPixels: 0,
      maxPixels: 4_096 * 4_096,
      experimentalAbove: null,
    },
    qualities: ['auto', 'low', 'medium', 'high', 'xhigh', 'max'],
    defaultQuality: null,
    // It draws the panel's own words, never the composed ones, so no length is too long for it.
    promptMax: 10_000_000,
    formats: ['png'],
    endpoints: null,
    sends: { n: false, outputFormat: false, responseFormat: false, inputFidelity: null, complexity: false },
    responses: null,
    price: { by: 'nothing' },
    // Drawn by the worker itself: NEXTPANEL_CONCURRENCY is the limit.
    limits: { concurrency: null, imagesPerMinute: null },
    status: { state: 'active' },
    asOf: '2026-11-22',
    source: 'built in',
    verified: true,
    note: null,
  },
];
