import { readEvent, type WireEvent } from '@nextpanel/core/events';
import { defined } from './defined.ts';
import { followStream, readStream, type StreamOptions } from './follow-stream.ts';
import type { Connection } from './open-connection.ts';
import type { StoryEvent } from './types.ts';

export interface EventOptions extends StreamOptions {
  /** Id of the last event already known; without it, everything from the start. */
  readonly after?: string | undefined;
  /** false: replay what is stored, then end. Default true: continue until the signal aborts. */
  readonly follow?: boolean | undefined;
  /** `end`: ends as well when the story is completed, cancelled, paused or needs attention, and nothing is left to be sent. */
  readonly until?: 'end' | undefined;
}

/**
 * Events of a story in order, each once, over lost connections and restarts of the server: it reconnects with
 * `Last-Event-ID`. Ends quietly when the signal aborts. Throws ApiError when the server refuses (for example `not_found`),
 * and ServerUnreachable when already the first connection fails.
 */
export async function* followEvents(
  connection: Connection,
  story: string,
  options: EventOptions,
): AsyncGenerator<StoryEvent, void, undefined> {
  let last = options.after;
  // The server has nothing left to send, and will have nothing: 204.
  let over = false;
  const open = (onConnected: () => void) =>
    readStream(
      connection,
      async (signal) => {
        const response = await connection.open(
          connection.GET('/v1/stories/{id}/events', {
            params: {
              path: { id: story },
              query: defined({
                follow: options.follow === false ? ('false' as const) : undefined,
                until: options.until,
              }),
              ...(last !== undefined && { header: { 'last-event-id': last } }),
            },
            headers: { accept: 'text/event-stream' },
            parseAs: 'stream',
            signal,
          }),
        );
        over = response.status === 204;
        return response;
      },
      options,
      onConnected,
    );
  for await (const { id, data } of followStream(open, options, () => options.follow !== false && !over)) {
    if (last !== undefined && compareIds(id, last) <= 0) continue;
    last = id;
    yield readEvent({ ...(JSON.parse(data) as Omit<WireEvent, 'id'>), id } as WireEvent) as StoryEvent;
  }
}

/** Orders Redis stream ids, `MILLISECONDS-SEQUENCE`: by number, not by letter. */
function compareIds(a: string, b: string): number {
  const [aTime = 0, aSequence = 0] = a.split('-').map(Number);
  const [bTime = 0, bSequence = 0] = b.split('-').map(Number);
  return aTime - bTime || aSequence - bSequence;
}
