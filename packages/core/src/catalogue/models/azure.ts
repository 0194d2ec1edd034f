import { say } from '../../sentences/say.ts';
import type { Model } from '../model.ts';
import { classicSizes, gptImage1MiniPrice, gptImage15Price, gptImageBase } from './gpt-image.ts';

/**
 * On Azure the id is the name of a deployment; most people name theirs like the model. One that is named otherwise is an entry
 * `{provider: azure, id: NAME, like: gpt-image-2}` of the catalogue file.
 */
const base = {
  ...gptImageBase,
  provider: 'azure',
  reference: { maxBytes: 49_999_999, mimes: ['image/png', 'image/jpeg'] },
  formats: ['png', 'jpeg'],
  // gpt-image-2's quota by deployment is not documented; what is refused with 429 is waited for.
  limits: { concurrency: 8, imagesPerMinute: 20 },
  source: 'https://github.com/MicrosoftDocs/azure-ai-docs/blob/main/articles/foundry/openai/how-to/dall-e.md',
  verified: false,
  note: say('note.azure'),
} satisfies Partial<Model>;

/** The 1-series has limited access and, by default, five images a minute for each deployment. */
const generation1 = {
  ...base,
  size: classicSizes,
  price: gptImage15Price,
  limits: { concurrency: 5, imagesPerMinute: 5 },
} satisfies Partial<Model>;

export const azureModels: readonly Model[] = [
  { ...base, id: 'gpt-image-2', snapshots: ['gpt-image-2-2026-04-21'] },
  { ...generation1, id: 'gpt-image-1.5', sends: { ...base.sends, inputFidelity: 'high' } },
  {
    ...generation1,
    id: 'gpt-image-1-mini',
    price: gptImage1MiniPrice,
  },
  {
    ...generation1,
    id: 'gpt-image-1',
    sends: { ...base.sends, inputFidelity: 'high' },
    note: say('note.azure_1_5'),
  },
];
