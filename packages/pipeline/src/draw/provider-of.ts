import type { Provider } from '@nextpanel/core';
import type { KnownRequest } from '@nextpanel/store';
import { observeProvider } from './observe-provider.ts';
import type { Turn } from './turn.ts';

/** Where the request was ordered; null when that provider is not set up here any more. */
export function providerOf({ context, provider, batch }: Turn, request: KnownRequest): Provider | null {
  if (request.provider === null || request.provider === provider.id) return provider;
  const other = context.providers.get(request.provider);
  if (other) return observeProvider(other, context);
  context.log.error(
    { story: batch.fence.story, request: request.id, provider: request.provider },
    'the provider of a paid request is not set up here; the request counts as possibly paid',
  );
  return null;
}
