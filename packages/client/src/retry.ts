import { ApiError, ServerUnreachable } from './api-error.ts';

/** How often a call is tried again by default. */
export const usualRetries = 2;

const firstDelayMs = 250;
/** A server that asks for a longer wait than this is not waited for: the caller decides. */
const longestWaitMs = 30_000;

/**
 * Sends up to `retries` times again what failed and may pass: no answer, or a server that is starting, busy or cannot write. Waits 250 ms at
 * first, then twice as long each time, or as long as the server says. Throws as the last try does.
 */
export async function retrying<Answer>(
  send: () => Promise<Answer>,
  { retries, signal }: { readonly retries: number; readonly signal: AbortSignal },
): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      const waitMs = waitFor(error, tries);
      if (tries >= retries || waitMs === null) throw error;
      await pause(waitMs, signal);
    }
  }
}

const busy: readonly number[] = [429, 502, 503, 504];

/** How long to wait before the next try, in milliseconds; null: another one would fail as well. */
function waitFor(error: unknown, tries: number): number | null {
  // Half of it at random, so that callers which failed together do not return together.
  const usual = firstDelayMs * 2 ** tries * (0.5 + Math.random() / 2);
  if (error instanceof ServerUnreachable) return usual;
  if (!(error instanceof ApiError)) return null;
  if (!busy.includes(error.status)) return null;
  const asked = error.retryAfterMs;
  if (asked === null) return usual;
  return asked <= longestWaitMs ? Math.max(asked, usual) : null;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
