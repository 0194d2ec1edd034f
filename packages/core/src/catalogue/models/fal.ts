import { say } from '../../sentences/say.ts';
import type { Model } from '../model.ts';
import {
  classicSizes,
  gptImage2Price,
  gptImage15Price,
  gptImage25Price,
  gptImage25Qualities,
  gptImageBase,
} from './gpt-image.ts';

/**
 * The queue takes any number of requests and starts as many as the account allows, so nothing is limited by the minute here.
 * `num_images` of the GPT image models is assumed to end at 4, as vendor pages say of others.
 */
const base = {
  ...gptImageBase,
  provider: 'fal',
  imagesPerCall: { generate: 4, edit: 4 },
  // As fal's types of gpt-image-1.5 and its own prompting guide name it; one client lists `mask_url` instead.
  sends: { ...gptImageBase.sends, mask: 'mask_image_url' },
  limits: { concurrency: 8, imagesPerMinute: null },
} satisfies Partial<Model>;

/** Its table is in whole cents, every entry OpenAI's price rounded up; whether its bills are too is not said. */
const roundsUpToUsd = 0.01;

const generation25 = {
  ...base,
  qualities: gptImage25Qualities,
  defaultQuality: 'high',
  price: { ...gptImage25Price, roundsUpToUsd, margin: 0.5 },
  verified: false,
  note: say('note.fal'),
} satisfies Partial<Model>;

/** Aspect ratios of Google's models; which pixels belong to them is not published, so frames are fitted. */
const googleRatios = ['1:1', '16:9', '9:16', '4:3', '3:4'];

const imagen4 = {
  ...base,
  methods: ['panels', 'one-call'],
  // Text to image only: it cannot carry a chain.
  maxReferences: 0,
  imagesPerCall: { generate: 4, edit: 1 },
  size: {
    rule: 'ratio',
    ratios: googleRatios,
    resolutions: [
      { name: '1K', pixels: 1_024 ** 2 },
      { name: '2K', pixels: 2_048 ** 2 },
    ],
  },
  qualities: [],
  defaultQuality: null,
  formats: ['png', 'jpeg', 'webp'],
  // Google shut Imagen 4 down on its own API; whether fal's endpoints still answer was not tried.
  status: { state: 'shut-down', shutdown: '2026-08-17', replacement: 'nano-banana-2' },
  source: 'https://muapi.ai/de/comparison/google-imagen4',
  verified: false,
  note: say('note.fal_text'),
} satisfies Partial<Model>;

export const falModels: readonly Model[] = [
  {
    ...base,
    id: 'gpt-image-2',
    endpoints: { generate: 'openai/gpt-image-2', edit: 'openai/gpt-image-2/edit' },
    price: { ...gptImage2Price, rates: { ...gptImage2Price.rates, textOut: 10 }, roundsUpToUsd },
    source: 'https://fal.ai/models/openai/gpt-image-2/edit',
    note: say('note.fal_four'),
  },
  {
    ...base,
    id: 'nano-banana-2',
    // Neither Google's model nor the schema on fal has a mask.
    sends: { ...base.sends, seed: true, mask: false },
    aliases: ['gemini-3.1-flash-image'],
    endpoints: { generate: 'fal-ai/nano-banana-2', edit: 'fal-ai/nano-banana-2/edit' },
    maxReferences: 14,
    referenceQuota: 6,
    reference: { maxBytes: 7_000_000, mimes: ['image/png', 'image/jpeg', 'image/webp'], sees: null },
    size: {
      rule: 'ratio',
      ratios: [...googleRatios, '21:9', '3:2', '2:3', '5:4', '4:5', '4:1', '1:4', '8:1', '1:8'],
      resolutions: [
        { name: '0.5K', pixels: 512 ** 2 },
        { name: '1K', pixels: 1_024 ** 2 },
        { name: '2K', pixels: 2_048 ** 2 },
        { name: '4K', pixels: 4_096 ** 2 },
      ],
    },
    qualities: [],
    defaultQuality: null,
    price: { by: 'image', usd: { '0.5K': 0.06, '1K': 0.08, '2K': 0.12, '4K': 0.16 }, margin: 0.05 },
    source: 'https://fal.ai/models/fal-ai/nano-banana-2/edit/llms.txt',
    note: say('note.fal_assumed'),
  },
  {
    ...base,
    id: 'flux-2-pro',
    endpoints: { generate: 'fal-ai/flux-2-pro', edit: 'fal-ai/flux-2-pro/edit' },
    methods: ['panels', 'contact-sheet'],
    maxReferences: 8,
    referenceQuota: 4,
    reference: {
      ...base.reference,
      // Black Forest Labs' own code caps a single reference at 2,024² pixels and each of several at 1,024²: `encode_image_refs` in
      // https://github.com/black-forest-labs/flux2/blob/main/src/flux2/sampling.py . That fal's endpoint does the same is assumed.
      sees: { one: 2_024 ** 2, several: 1_024 ** 2 },
    },
    imagesPerCall: { generate: 1, edit: 1 },
    // https://help.bfl.ai/articles/1691577414 : from 256×256 to 4 megapixels, steps of 16, any ratio.
    size: {
      rule: 'free',
      multipleOf: 16,
      minEdge: 256,
      maxEdge: 2_048,
      maxRatio: null,
      minPixels: 256 ** 2,
      maxPixels: 2_048 ** 2,
      experimentalAbove: null,
    },
    qualities: [],
    defaultQuality: null,
    formats: ['png', 'jpeg'],
    sends: { ...base.sends, n: false, seed: true, mask: false },
    price: { by: 'megapixel', firstUsd: 0.03, furtherUsd: 0.015, margin: 0.1 },
    source: 'https://fal.ai/models/fal-ai/flux-2-pro/outpaint/llms.txt',
    note: say('note.fal_outpainting'),
  },
  {
    ...generation25,
    id: 'gpt-image-2.6-sunburst',
    endpoints: { generate: 'fal-ai/gpt-image-2.6-sunburst', edit: 'fal-ai/gpt-image-2.6-sunburst/edit' },
    source: 'https://fal.ai/models/fal-ai/gpt-image-2.6-flare/edit/api',
    note: say('note.fal_inferred'),
  },
  {
    ...generation25,
    id: 'gpt-image-2.6-flare',
    endpoints: { generate: 'fal-ai/gpt-image-2.6-flare', edit: 'fal-ai/gpt-image-2.6-flare/edit' },
    source: 'https://fal.ai/models/fal-ai/gpt-image-2.6-flare/edit/api',
  },
  {
    ...generation25,
    id: 'gpt-image-2.5-sunburst',
    endpoints: { generate: 'openai/gpt-image-2.5/sunburst/text-to-image', edit: 'openai/gpt-image-2.5/sunburst/edit' },
    source: 'https://github.com/BerriAI/litellm',
  },
  {
    ...generation25,
    id: 'gpt-image-2.5-flare',
    endpoints: { generate: 'openai/gpt-image-2.5/flare/text-to-image', edit: 'openai/gpt-image-2.5/flare/edit' },
    source: 'https://github.com/BerriAI/litellm',
  },
  {
    ...base,
    id: 'gpt-image-1.5',
    endpoints: { generate: 'fal-ai/gpt-image-1.5', edit: 'fal-ai/gpt-image-1.5/edit' },
    size: classicSizes,
    sends: { ...base.sends, inputFidelity: 'high' },
    price: { ...gptImage15Price, roundsUpToUsd },
    status: { state: 'deprecated', shutdown: '2026-12-01', replacement: 'gpt-image-2' },
    source: 'https://github.com/fal-ai/fal-js/blob/main/libs/client/src/types/endpoints.d.ts',
    verified: false,
    note: say('note.fal_rounded'),
  },
  {
    ...imagen4,
    id: 'imagen4',
    endpoints: { generate: 'fal-ai/imagen4/preview', edit: null },
    price: { by: 'image', usd: 0.05, margin: 0.5 },
  },
  {
    ...imagen4,
    id: 'imagen4-fast',
    endpoints: { generate: 'fal-ai/imagen4/preview/fast', edit: null },
    size: { ...imagen4.size, resolutions: [{ name: '1K', pixels: 1_024 ** 2 }] },
    price: { by: 'image', usd: 0.03, margin: 0.5 },
  },
  {
    ...imagen4,
    id: 'imagen4-ultra',
    endpoints: { generate: 'fal-ai/imagen4/preview/ultra', edit: null },
    price: { by: 'image', usd: 0.1, margin: 0.5 },
  },
];
