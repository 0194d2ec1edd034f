import { say } from '../../sentences/say.ts';
import type { Model } from '../model.ts';

/**
 * What is assumed of any model of a self-hosted server until the catalogue file says more: little is sent, two references
 * (anchor and reference frame, the least a chain keeps its looks with), one frame a call, and no price.
 */
export function openaiCompatibleModel(id: string): Model {
  return {
    provider: 'openai-compatible',
    id,
    aliases: [],
    snapshots: [],
    methods: ['panels', 'contact-sheet'],
    maxReferences: 2,
    reference: { maxBytes: 20_000_000, mimes: ['image/png', 'image/jpeg'] },
    imagesPerCall: { generate: 1, edit: 1 },
    size: {
      rule: 'free',
      multipleOf: 8,
      minEdge: 256,
      maxEdge: 2_048,
      maxRatio: 4,
      minPixels: 256 ** 2,
      maxPixels: 2_048 ** 2,
      experimentalAbove: null,
    },
    qualities: [],
    defaultQuality: null,
    promptMax: 32_000,
    formats: ['png', 'jpeg', 'webp'],
    endpoints: null,
    sends: {
      n: false,
      outputFormat: false,
      responseFormat: false,
      inputFidelity: null,
      complexity: false,
      // Sent only to a server whose user asks for it.
      seed: true,
      extra: true,
    },
    responses: null,
    price: { by: 'nothing' },
    limits: { concurrency: 2, imagesPerMinute: null },
    status: { state: 'active' },
    asOf: '2026-11-22',
    source: 'assumed',
    verified: false,
    note: say('note.own_server'),
  };
}
