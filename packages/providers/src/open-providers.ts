import type { DrawStoryboardFrame, Provider, ProviderId } from '@nextpanel/core';
import { storyboardProvider } from './storyboard/storyboard-provider.ts';

export interface ProviderOptions {
  readonly storyboard: { readonly draw: DrawStoryboardFrame; readonly latencyMs: number };
}

/** Every provider this installation can draw with. A new vendor is a folder beside `storyboard` and a line here. */
export function openProviders({ storyboard }: ProviderOptions): ReadonlyMap<ProviderId, Provider> {
  const all = [storyboardProvider(storyboard)];
  return new Map(all.map((provider) => [provider.id, provider]));
}
