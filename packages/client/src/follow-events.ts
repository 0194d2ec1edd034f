import { readEvent, type WireEvent } from '@nextpanel/core/events';
import { defined } from './defined.ts';
import { followStream, readStream, type StreamOptions } from './follow-stream.ts';
import type { Connection } from './open-connection.ts';
import type { ScriptEvent, StoryEvent } from './types.ts';

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
  const ask = ({ query, header }: Asked, signal: AbortSignal) =>
    connection.GET('/v1/stories/{id}/events', { params: { path: { id: story }, query, header }, ...stream, signal });
  for await (const event of eventsOf(connection, ask, options))
    yield readEvent(event as unknown as WireEvent) as StoryEvent;
}

/** The same of a script that a model adapts. */
export async function* followScript(
  connection: Connection,
  script: string,
  options: EventOptions,
): AsyncGenerator<ScriptEvent, void, undefined> {
  const ask = ({ query, header }: Asked, signal: AbortSignal) =>
    connection.GET('/v1/scripts/{script}/events', { params: { path: { script }, query, header }, ...stream, signal });
  for await (const event of eventsOf(connection, ask, options)) yield event as unknown as ScriptEvent;
}

const stream = { headers: { accept: 'text/event-stream' }, parseAs: 'stream' } as const;

interface Asked {
  readonly query: { readonly follow?: 'false'; readonly until?: 'end' };
  readonly header: { readonly 'last-event-id'?: string };
}

async function* eventsOf(
  connection: Connection,
  ask: (asked: Asked, signal: AbortSignal) => Promise<{ readonly response: Response }>,
  options: EventOptions,
): AsyncGenerator<{ readonly id: string }> {
  let last = options.after;
  // The server has nothing left to send, and will have nothing: 204.
  let over = false;
  const query = defined({ follow: options.follow === false ? ('false' as const) : undefined, until: options.until });
  const open = (onConnected: () => void) =>
    readStream(
      connection,
      async (signal) => {
        const header = last === undefined ? {} : { 'last-event-id': last };
        const response = await connection.open(ask({ query, header }, signal));
        over = response.status === 204;
        return response;
      },
      options,
      onConnected,
    );
  for await (const { id, data } of followStream(open, options, () => options.follow !== false && !over)) {
    if (last !== undefined && compareIds(id, last) <= 0) continue;
    last = id;
    yield { ...(JSON.parse(data) as object), id };
  }
}

/** Orders Redis stream ids, `MILLISECONDS-SEQUENCE`: by number, not by letter. */
function compareIds(a: string, b: string): number {
  const [aTime = 0, aSequence = 0] = a.split('-').map(Number);
  const [bTime = 0, bSequence = 0] = b.split('-').map(Number);
  return aTime - bTime || aSequence - bSequence;
}
