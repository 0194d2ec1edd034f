import { say } from '../../sentences/say.ts';
import type { Model } from '../model.ts';
import {
  classicSizes,
  gptImage1MiniPrice,
  gptImage15Price,
  gptImage25Price,
  gptImage25Qualities,
  gptImage26Price,
  gptImageBase,
} from './gpt-image.ts';

const models = 'https://developers.openai.com/api/docs/models';
const deprecations = 'https://developers.openai.com/api/docs/deprecations';

/**
 * Through the Responses API a language model calls the image model. That gpt-5.4 draws eight coherent pictures this way and its
 * rates are from third parties, and what it spends on thinking is not published: the range is wide, and what is expected is the
 * little that instructions and tool calls take. Where usage is reported, the bill is made from that, and the estimate of what is
 * left of a story from its finished batches.
 * https://docs.rs/crate/adk-model/latest/source/src/openai/pricing.rs
 */
const responses: Model['responses'] = {
  model: 'gpt-5.4',
  rates: { in: 2.5, cachedIn: 0.25, out: 15 },
  tokensIn: { low: 100, expected: 300, high: 20_000 },
  tokensOut: { low: 50, expected: 120, high: 8_000 },
};

/**
 * `economy` is the Batch API. That it takes GPT image models was announced for gpt-image-1.5, chatgpt-image-latest, 1 and mini, and
 * stands on the page of gpt-image-2; for 2.5 and 2.6 it was not read, so the first story of a model proves it with one panel.
 */
const base = {
  ...gptImageBase,
  provider: 'openai',
  methods: ['panels', 'series', 'contact-sheet', 'one-call', 'economy'],
  responses,
  sends: { ...gptImageBase.sends, moderation: true },
  // The lowest tier's images a minute for gpt-image-2 and 2.5, from a third party; an organisation's own are on its limits page.
  limits: { concurrency: 8, imagesPerMinute: 20 },
} satisfies Partial<Model>;

const generation25 = {
  ...base,
  qualities: gptImage25Qualities,
  defaultQuality: 'high',
  price: gptImage25Price,
  verified: false,
  note: say('note.quoted'),
} satisfies Partial<Model>;

const generation26 = {
  ...generation25,
  price: gptImage26Price,
  sends: { ...base.sends, complexity: true },
  note: say('note.tokens_assumed'),
} satisfies Partial<Model>;

/** gpt-image-1 and what was made from it. They are gone or go soon, and the Responses tool is not for them. */
const generation1 = {
  ...base,
  methods: ['panels', 'contact-sheet', 'one-call', 'economy'],
  responses: null,
  size: classicSizes,
  price: gptImage15Price,
  source: deprecations,
} satisfies Partial<Model>;

const lastDay = '2026-12-01';
const sunburst = 'gpt-image-2.6-sunburst';
const flare = 'gpt-image-2.6-flare';

export const openaiModels: readonly Model[] = [
  {
    ...base,
    id: 'gpt-image-2',
    snapshots: ['gpt-image-2-2026-04-21'],
    source: `${models}/gpt-image-2`,
    note: say('note.references_measured'),
  },
  { ...generation26, id: sunburst, source: `${models}/gpt-image-2.6-sunburst` },
  { ...generation26, id: flare, source: `${models}/gpt-image-2.6-sunburst` },
  {
    ...generation25,
    id: 'gpt-image-2.5-sunburst',
    snapshots: ['gpt-image-2.5-sunburst-2026-09-08'],
    source: 'https://docs.apiyi.com/en/news/gpt-image-2-5-launch.md',
  },
  {
    ...generation25,
    id: 'gpt-image-2.5-flare',
    snapshots: ['gpt-image-2.5-flare-2026-09-08'],
    source: 'https://docs.apiyi.com/en/news/gpt-image-2-5-launch.md',
  },
  {
    ...generation1,
    id: 'gpt-image-1.5',
    snapshots: ['gpt-image-1.5-2025-12-16'],
    sends: { ...base.sends, inputFidelity: 'high' },
    status: { state: 'deprecated', shutdown: lastDay, replacement: sunburst },
    note: say('note.rates_not_read'),
  },
  {
    ...generation1,
    id: 'gpt-image-1-mini',
    sends: { ...base.sends, inputFidelity: 'low' },
    price: gptImage1MiniPrice,
    status: { state: 'deprecated', shutdown: lastDay, replacement: flare },
  },
  {
    ...generation1,
    id: 'chatgpt-image-latest',
    status: { state: 'deprecated', shutdown: lastDay, replacement: sunburst },
    verified: false,
    note: say('note.as_1_5'),
  },
  {
    ...generation1,
    id: 'gpt-image-1',
    status: { state: 'shut-down', shutdown: '2026-10-23', replacement: sunburst },
    verified: false,
    note: say('note.as_1_5'),
  },
  {
    ...generation1,
    id: 'dall-e-3',
    methods: ['panels'],
    maxReferences: 0,
    imagesPerCall: { generate: 1, edit: 1 },
    size: { rule: 'fixed', sizes: ['1024x1024', '1792x1024', '1024x1792'] },
    qualities: [],
    defaultQuality: null,
    promptMax: 4_000,
    price: { by: 'image', usd: 0.04, margin: 2 },
    status: { state: 'shut-down', shutdown: '2026-05-12', replacement: sunburst },
    verified: false,
    note: say('note.from_memory'),
  },
  {
    ...generation1,
    id: 'dall-e-2',
    methods: ['panels'],
    maxReferences: 0,
    size: { rule: 'fixed', sizes: ['256x256', '512x512', '1024x1024'] },
    qualities: [],
    defaultQuality: null,
    promptMax: 1_000,
    price: { by: 'image', usd: 0.02, margin: 0.2 },
    status: { state: 'shut-down', shutdown: '2026-05-12', replacement: flare },
    verified: false,
    note: say('note.from_memory'),
  },
];
