import type { ModelLimit, ProviderId } from '@nextpanel/core';

/** What a limit is stored under. */
export const nameOf = ({ provider, model }: Pick<ModelLimit, 'provider' | 'model'>): string => `${provider}:${model}`;

/** An entry of the index; see `lib.lua`. */
export function readUse(name: string, use: string): { readonly limit: ModelLimit; readonly usedAt: string } {
  const colon = name.indexOf(':');
  const [usedAt = '0', concurrency, imagesPerMinute] = use.split(' ');
  return {
    usedAt,
    limit: {
      provider: name.slice(0, colon) as ProviderId,
      model: name.slice(colon + 1),
      concurrency: Number(concurrency) || null,
      imagesPerMinute: Number(imagesPerMinute) || null,
    },
  };
}
