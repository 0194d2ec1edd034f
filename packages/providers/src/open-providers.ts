import type { Config, DrawStoryboardFrame, Provider, ProviderId } from '@nextpanel/core';
import { storyboardProvider } from './storyboard/storyboard-provider.ts';

/** What each vendor is reached by; null for those this installation has no key of. */
export interface ProviderOptions extends Partial<Pick<Config, 'openai' | 'azure' | 'fal' | 'openaiCompatible'>> {
  readonly storyboard: { readonly draw: DrawStoryboardFrame; readonly latencyMs: number };
  /** The clock that all processes share, in milliseconds since the epoch; this machine's if not given. */
  readonly now?: () => number;
  /** Where a vendor reports the end of an order; without it vendors are only polled. */
  readonly webhookUrl?: (provider: ProviderId, orderId: string) => string;
}

/**
 * Every provider this installation can draw with. A new vendor is a folder beside `storyboard` and a line here. The SDK of a
 * vendor that is not set up is not even loaded: a third of what a process would read at its start.
 */
export async function openProviders(options: ProviderOptions): Promise<ReadonlyMap<ProviderId, Provider>> {
  const { storyboard, openai, azure, fal, openaiCompatible, webhookUrl, now = Date.now } = options;
  const all: Provider[] = [storyboardProvider({ ...storyboard, now })];
  if (openai) all.push((await import('./openai/openai-provider.ts')).openaiProvider(openai, { now }));
  if (azure) all.push((await import('./azure/azure-provider.ts')).azureProvider(azure));
  if (fal) {
    const { falProvider } = await import('./fal/fal-provider.ts');
    all.push(falProvider(fal, { now, ...(webhookUrl && { webhookUrl: (order) => webhookUrl('fal', order) }) }));
  }
  if (openaiCompatible) {
    const { openaiCompatibleProvider } = await import('./openai-compatible/openai-compatible-provider.ts');
    all.push(openaiCompatibleProvider(openaiCompatible));
  }
  return new Map(all.map((provider) => [provider.id, provider]));
}
