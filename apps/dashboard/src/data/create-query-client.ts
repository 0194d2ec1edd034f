import { t } from '@lingui/core/macro';
import { ApiError, ServerUnreachable } from '@nextpanel/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { coreMessage } from '../language/core-message.ts';
import { currentLanguage } from '../language/current-language.ts';
import { foreign } from '../language/foreign.ts';

const mostRetries = 4;
const firstDelayMs = 500;
const longestDelayMs = 8_000;
/** Live updates mark data as old; this only saves a second request when a page is left and reopened. */
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
        // The browser's online state says nothing about a server on the same machine.
        networkMode: 'always',
      },
      // A command is repeated only by the user, who sees what the first one did.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

export const isUnauthorized = (thrown: unknown): boolean => thrown instanceof ApiError && thrown.status === 401;

/** Whether trying again may help: no answer, or the server is starting, stopping or without Redis. */
export const mayPass = (thrown: unknown): boolean =>
  thrown instanceof ServerUnreachable || (thrown instanceof ApiError && thrown.status >= 500);

/**
 * The message of an error. The server says in English what went wrong in this case; in another language the meaning of the
 * code comes first.
 */
export function wordsOf(thrown: unknown): string {
  if (thrown instanceof ServerUnreachable) return t`The server does not answer; is nextpanel running?`;
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  if (!(thrown instanceof ApiError) || currentLanguage() === 'en') return words;
  const title = coreMessage(`code.${thrown.code}.title`);
  return title === undefined ? foreign(words) : `${title}. ${foreign(words)}`;
}
