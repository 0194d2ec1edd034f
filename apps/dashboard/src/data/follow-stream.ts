import { isUnauthorized, mayPass } from './create-query-client.ts';

const firstDelayMs = 500;
const longestDelayMs = 10_000;

export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly onState: (state: 'connecting' | 'connected' | 'reconnecting' | 'refused') => void;
  readonly onUnauthorized: () => void;
}

/**
 * Runs `follow` until the signal aborts. The client's own streams reconnect once they were connected; this also tries again
 * where the first connection failed. A refusal of the server ends it.
 */
export async function followStream(follow: () => Promise<void>, options: FollowOptions): Promise<void> {
  const { signal, onState } = options;
  let delayMs = firstDelayMs;
  onState('connecting');
  while (!signal.aborted) {
    try {
      await follow();
      delayMs = firstDelayMs;
    } catch (thrown) {
      if (signal.aborted) return;
      if (isUnauthorized(thrown)) options.onUnauthorized();
      if (!mayPass(thrown)) return onState('refused');
      onState('reconnecting');
    }
    await pause(delayMs, signal);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
