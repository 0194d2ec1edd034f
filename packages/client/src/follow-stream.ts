import { ApiError, ServerUnreachable } from './api-error.ts';
import type { Connection } from './open-connection.ts';
import { readServerSentEvents, type ServerSentEvent } from './read-server-sent-events.ts';

const firstDelayMs = 250;
const longestDelayMs = 10_000;

/** Three heartbeats of the server: a connection silent for longer is dead, even if neither side closed it. */
const defaultSilenceMs = 45_000;

export interface StreamOptions {
  readonly signal?: AbortSignal | undefined;
  /** A connection without any data for this long, not even a heartbeat, is replaced, in milliseconds. Default 45,000. */
  readonly silenceMs?: number | undefined;
  /** Called whenever the connection is made or lost, for display. */
  readonly onState?: ((state: 'connected' | 'reconnecting') => void) | undefined;
}

/**
 * What a stream yields over lost connections and restarts of the server, waiting 250 ms to 10 s between tries. Ends quietly
 * when the signal aborts. Throws ApiError when the server refuses, ServerUnreachable when already the first connection fails.
 *
 * @param open makes one connection each time it is called
 * @param isMore whether there is more after a connection that the server has ended
 */
export async function* followStream(
  open: (onConnected: () => void) => AsyncIterable<ServerSentEvent>,
  { signal, onState }: StreamOptions,
  isMore: () => boolean,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  let delayMs = firstDelayMs;
  let everConnected = false;
  const onConnected = () => {
    everConnected = true;
    onState?.('connected');
  };
  while (signal?.aborted !== true) {
    try {
      for await (const event of open(onConnected)) {
        delayMs = firstDelayMs;
        yield event;
      }
      if (!isMore()) return;
    } catch (thrown) {
      if (signal?.aborted) return;
      if (!everConnected || !mayPass(thrown)) throw thrown;
    }
    if (signal?.aborted) return;
    onState?.('reconnecting');
    await delay(delayMs, signal);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

/**
 * Everything one connection yields. Throws ServerUnreachable when it breaks instead of ending.
 *
 * @param ask makes the request; the signal ends it
 */
export async function* readStream(
  { baseUrl }: Pick<Connection, 'baseUrl'>,
  ask: (signal: AbortSignal) => Promise<Response>,
  options: StreamOptions,
  onConnected: () => void,
): AsyncGenerator<ServerSentEvent> {
  const { silenceMs = defaultSilenceMs } = options;
  const dead = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => dead.abort(new Error(`nothing came for ${silenceMs / 1_000} s`)), silenceMs);
  };
  const signal = options.signal === undefined ? dead.signal : AbortSignal.any([dead.signal, options.signal]);
  try {
    alive();
    const response = await ask(signal);
    onConnected();
    if (response.body === null) return;
    // A response does not keep its request alive, and a request that was collected no longer passes the abort on.
    const ends = options.signal === undefined ? [dead.signal] : [dead.signal, options.signal];
    yield* readServerSentEvents(response.body, alive, ends);
    // Cut off is not ended: something may be missing.
    if (dead.signal.aborted) throw dead.signal.reason;
  } catch (thrown) {
    if (thrown instanceof ApiError || thrown instanceof ServerUnreachable) throw thrown;
    throw new ServerUnreachable(baseUrl, thrown);
  } finally {
    clearTimeout(timer);
    dead.abort();
  }
}

/** Whether waiting may fix it: a lost connection, or a server or proxy that is just starting or stopping. */
function mayPass(thrown: unknown): boolean {
  return thrown instanceof ServerUnreachable || (thrown instanceof ApiError && thrown.status >= 500);
}

function delay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}
