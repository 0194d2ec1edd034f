import type { StoryEvent } from '@nextpanel/core';
import { ApiError, ServerUnreachable } from './api-error.ts';
import { readServerSentEvents } from './read-server-sent-events.ts';
import { type Connection, sendRequest } from './send-request.ts';

const firstDelayMs = 250;
const longestDelayMs = 10_000;

/** Three heartbeats of the server: a connection silent for longer is dead, even if nobody closed it. */
const defaultSilenceMs = 45_000;

export interface EventOptions {
  /** Id of the last event already known; without it, everything from the start. */
  readonly after?: string | undefined;
  /** false: replay what is stored, then end. Default true: go on until the signal aborts. */
  readonly follow?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A connection on which nothing came for this long, not even a heartbeat, is given up and made anew. Default 45,000. */
  readonly silenceMs?: number | undefined;
}

/**
 * Events of a story in order, each once, over lost connections and restarts of the server: it reconnects with
 * `Last-Event-ID`, waiting 250 ms to 10 s between tries. Ends quietly when the signal aborts. Throws ApiError when the server
 * refuses (for example `not_found`), and ServerUnreachable when already the first connection fails.
 */
export async function* followEvents(
  connection: Connection,
  story: string,
  options: EventOptions,
): AsyncGenerator<StoryEvent, void, undefined> {
  let last = options.after;
  let delayMs = firstDelayMs;
  let everConnected = false;
  const connected = () => {
    everConnected = true;
  };
  while (options.signal?.aborted !== true) {
    try {
      for await (const event of readOnce(connection, story, { ...options, after: last }, connected)) {
        if (last !== undefined && compareIds(event.id, last) <= 0) continue;
        last = event.id;
        delayMs = firstDelayMs;
        yield event;
      }
      if (options.follow === false) return;
    } catch (thrown) {
      if (options.signal?.aborted) return;
      if (!everConnected || !mayPass(thrown)) throw thrown;
    }
    await delay(delayMs, options.signal);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

/** Everything one connection yields. Throws ServerUnreachable when it breaks instead of ending. */
async function* readOnce(
  connection: Connection,
  story: string,
  options: EventOptions,
  onConnected: () => void,
): AsyncGenerator<StoryEvent> {
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
    const response = await sendRequest(connection, 'GET', `/v1/stories/${encodeURIComponent(story)}/events`, {
      query: options.follow === false ? { follow: false } : {},
      headers: { accept: 'text/event-stream', 'last-event-id': options.after },
      signal,
    });
    onConnected();
    if (response.body === null) return;
    for await (const { id, data } of readServerSentEvents(response.body, alive)) {
      yield { ...(JSON.parse(data) as Omit<StoryEvent, 'id'>), id } as StoryEvent;
    }
  } catch (thrown) {
    if (thrown instanceof ApiError || thrown instanceof ServerUnreachable) throw thrown;
    throw new ServerUnreachable(connection.baseUrl, thrown);
  } finally {
    clearTimeout(timer);
    dead.abort();
  }
}

/** Whether waiting may mend it: a lost connection, or a server or proxy that is just starting or stopping. */
function mayPass(thrown: unknown): boolean {
  return thrown instanceof ServerUnreachable || (thrown instanceof ApiError && thrown.status >= 500);
}

/** Orders Redis stream ids, `MILLISECONDS-SEQUENCE`: by number, not by letter. */
function compareIds(a: string, b: string): number {
  const [aTime = 0, aSequence = 0] = a.split('-').map(Number);
  const [bTime = 0, bSequence = 0] = b.split('-').map(Number);
  return aTime - bTime || aSequence - bSequence;
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
