import { ApiError, ServerUnreachable } from '@nextpanel/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

const mostRetries = 4;
const firstDelayMs = 500;
const longestDelayMs = 8_000;
/** Live updates say what became old; this only spares a second request when a page is left and opened again. */
const freshMs = 5_000;

/** @param onUnauthorized called when the server asks for a key */
export function createQueryClient(onUnauthorized: () => void): QueryClient {
  const onError = (error: Error) => {
    if (isUnauthorized(error)) onUnauthorized();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: freshMs,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < mostRetries && mayPass(error),
        retryDelay: (count) => Math.min(firstDelayMs * 2 ** count, longestDelayMs),
        // The browser's idea of being online says nothing of a server on the same machine.
        networkMode: 'always',
      },
      // A command is repeated by a person, who sees what the first try did.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

export const isUnauthorized = (thrown: unknown): boolean => thrown instanceof ApiError && thrown.status === 401;

/** Whether asking again may help: nobody answered, or the server is starting, stopping or without its Redis. */
export const mayPass = (thrown: unknown): boolean =>
  thrown instanceof ServerUnreachable || (thrown instanceof ApiError && thrown.status >= 500);

/** An error in the words of whoever found it. */
export const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
