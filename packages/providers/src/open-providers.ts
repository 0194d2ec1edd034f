import type { Catalogue, Config, DrawStoryboardFrame, Provider, ProviderId } from '@nextpanel/core';
import { azureProvider } from './azure/azure-provider.ts';
import { falProvider } from './fal/fal-provider.ts';
import { openaiProvider } from './openai/openai-provider.ts';
import { openaiCompatibleProvider } from './openai-compatible/openai-compatible-provider.ts';
import { storyboardProvider } from './storyboard/storyboard-provider.ts';

/** What each vendor is reached by, null for those this installation has no key of; and the models there are. */
export interface ProviderOptions extends Partial<Pick<Config, 'openai' | 'azure' | 'fal' | 'openaiCompatible'>> {
  readonly storyboard: { readonly draw: DrawStoryboardFrame; readonly latencyMs: number };
  /** Where fal reports the end of a request, by its key; without it fal is only asked. */
  readonly falWebhookUrl?: (requestKey: string) => string;
  /** The built-in models if not given. */
  readonly catalogue?: Catalogue;
}

/** Every provider this installation can draw with. A new vendor is a folder beside `storyboard` and a line here. */
export function openProviders(options: ProviderOptions): ReadonlyMap<ProviderId, Provider> {
  const { storyboard, openai, azure, fal, openaiCompatible, catalogue, falWebhookUrl } = options;
  const models = catalogue === undefined ? {} : { catalogue };
  const all = [
    storyboardProvider(storyboard),
    ...(openai ? [openaiProvider(openai, models)] : []),
    ...(azure ? [azureProvider(azure, models)] : []),
    ...(fal ? [falProvider(fal, { ...models, ...(falWebhookUrl && { webhookUrl: falWebhookUrl }) })] : []),
    ...(openaiCompatible ? [openaiCompatibleProvider(openaiCompatible, models)] : []),
  ];
  return new Map(all.map((provider) => [provider.id, provider]));
}
