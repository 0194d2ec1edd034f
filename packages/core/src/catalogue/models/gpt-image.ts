import type { Model } from '../model.ts';
import type { TokenPrice } from '../price.ts';
import type { SizeRule } from '../size-rule.ts';

/** What the GPT image models have in common at every vendor that serves them. */

/** gpt-image-2 and later. https://developers.openai.com/api/docs/guides/image-generation */
export const gptImageSizes: SizeRule = {
  rule: 'free',
  multipleOf: 16,
  minEdge: 16,
  maxEdge: 3_840,
  maxRatio: 3,
  minPixels: 655_360,
  maxPixels: 8_294_400,
  experimentalAbove: 2_560 * 1_440,
};

/** gpt-image-1, 1.5 and mini. */
export const classicSizes: SizeRule = { rule: 'fixed', sizes: ['1024x1024', '1536x1024', '1024x1536'] };

const rates: TokenPrice['rates'] = {
  textIn: 5,
  cachedTextIn: 1.25,
  imageIn: 8,
  cachedImageIn: 2,
  imageOut: 30,
  textOut: null,
};

/** USD per million tokens: vendor's table. The factors reproduce every point that was published; see `formulaTokens`. */
export const gptImage2Price: TokenPrice = {
  by: 'tokens',
  rates,
  output: { by: 'formula', factors: { low: 16, medium: 48, high: 96 } },
  roundsUpToUsd: null,
  margin: 0.1,
};

/** 2.5: its `high` costs what gpt-image-2's `medium` costs, its `max` what gpt-image-2's `high` costs. */
export const gptImage25Price: TokenPrice = {
  ...gptImage2Price,
  output: { by: 'formula', factors: { low: 16, medium: 24, high: 48, xhigh: 64, max: 96 } },
};

/** 2.6: the rates are the vendor's, the tokens of a frame are assumed to be those of 2.5, so the margin is wide. */
export const gptImage26Price: TokenPrice = { ...gptImage25Price, margin: 0.5 };

/** Dollars of the vendor's table; the rates for usage were recalled from its launch and not read again. */
export const gptImage15Price: TokenPrice = {
  by: 'tokens',
  rates: { ...rates, imageOut: 32, textOut: 10 },
  output: {
    by: 'table',
    usd: {
      low: { square: 0.009, oblong: 0.013 },
      medium: { square: 0.034, oblong: 0.05 },
      high: { square: 0.133, oblong: 0.2 },
    },
  },
  roundsUpToUsd: null,
  margin: 0.1,
};

/**
 * gpt-image-1-mini, by the vendor's table of tokens of the first series. Its table of dollars is $0.00256 dearer at every size and
 * quality: exactly the 1,024 tokens of one square reference, which are counted on their own here.
 * https://developers.openai.com/api/docs/guides/image-generation
 */
export const gptImage1MiniPrice: TokenPrice = {
  ...gptImage15Price,
  rates: { textIn: 2, cachedTextIn: 0.2, imageIn: 2.5, cachedImageIn: 0.25, imageOut: 8, textOut: null },
  output: {
    by: 'tokens',
    tokens: {
      low: { square: 272, portrait: 408, landscape: 400 },
      medium: { square: 1_056, portrait: 1_584, landscape: 1_568 },
      high: { square: 4_160, portrait: 6_240, landscape: 6_208 },
    },
  },
};

/** What every GPT image model takes: gpt-image-2 as it is, the others with changes. */
export const gptImageBase = {
  aliases: [],
  snapshots: [],
  methods: ['panels', 'contact-sheet', 'one-call'],
  maxReferences: 16,
  referenceQuota: 6,
  // "Each less than 50 MB"; whether MB or MiB is not said.
  reference: {
    maxBytes: 49_999_999,
    mimes: ['image/png', 'image/jpeg', 'image/webp'],
    // 1,536 patches of 32 × 32, measured by third parties, see `referenceTokens`.
    sees: { one: 1_536 * 32 ** 2, several: 1_536 * 32 ** 2 },
  },
  imagesPerCall: { generate: 10, edit: 10 },
  size: gptImageSizes,
  qualities: ['auto', 'low', 'medium', 'high'],
  defaultQuality: 'medium',
  promptMax: 32_000,
  formats: ['png', 'jpeg', 'webp'],
  endpoints: null,
  sends: { n: true, outputFormat: true, responseFormat: false, inputFidelity: null, complexity: false, mask: true },
  responses: null,
  price: gptImage2Price,
  status: { state: 'active' },
  asOf: '2026-11-22',
  verified: true,
  note: null,
} satisfies Partial<Model>;

export const gptImage25Qualities: Model['qualities'] = ['auto', 'low', 'medium', 'high', 'xhigh', 'max'];
