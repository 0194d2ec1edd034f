import type { Client } from '@nextpanel/client';
import type { StoryEvent } from '@nextpanel/core/events';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { applyStoryEvents } from './apply-story-events.ts';
import { useClient } from './client-context.tsx';
import { collectCalls } from './collect-calls.ts';
import { keys } from './keys.ts';
import { askAgain, askForWaiting, type OldPart } from './old-parts.ts';
import { type OpenStream, type StreamContext, useStream } from './use-stream.ts';

/** Events of this many milliseconds are shown together: live to the eye, and cheap enough for 640 panels. */
const showMs = 40;
/** What an event changes without saying how is read again at most this often, in milliseconds. */
const askMs = 1_000;

/**
 * Follows a story while its page is open. Events go to the cached panels and batches, and to `useTimeline`. Other parts they
 * change (`partsChangedBy`) are read again, at most once a second; prices of open dialogs immediately, since people pay them.
 */
export function useStoryEvents(id: string): void {
  const client = useClient();
  const queries = useQueryClient();
  const open = useCallback((context: StreamContext) => openEvents(client, queries, id, context), [client, queries, id]);
  useStream(`story ${id}`, open);
}

function openEvents(client: Client, queries: QueryClient, id: string, context: StreamContext): OpenStream {
  const asks = collectCalls<OldPart>(askMs, (parts) => {
    void askAgain(queries, id, parts);
    void askForWaiting(queries);
  });
  const shows = collectCalls<StoryEvent>(showMs, (events) => {
    const isBeingRead = (queryKey: readonly unknown[]) => queries.isFetching({ queryKey }) > 0;
    // What is just being read may be from before these. Frames would be shown, and be gone again, so they wait for it;
    // batches, which are read often, are only asked for once more.
    if (isBeingRead(keys.panels(id))) return shows.add(events);
    if (isBeingRead(keys.batches(id))) asks.add(['batches']);
    append(queries, id, events);
    const old = applyStoryEvents(queries, id, events);
    if (old.delete('dry-run')) void askAgain(queries, id, ['dry-run']);
    asks.add([...old]);
  });
  return {
    async follow() {
      const after = await readPast(client, queries, id, context.signal);
      for await (const event of client.events(id, { ...context, after })) {
        if (event.type === 'unknown') console.debug(`event of unknown type: ${event.name}`);
        shows.add([event]);
      }
    },
    stop() {
      asks.stop();
      shows.stop();
    },
  };
}

/**
 * Reads what happened before now into the timeline. It is not applied to panels and batches, which may be newer; those read
 * before it ended are asked for once more instead.
 *
 * @returns the id of the last event
 */
async function readPast(
  client: Client,
  queries: QueryClient,
  id: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const known = queries.getQueryData<readonly StoryEvent[]>(keys.events(id)) ?? [];
  const after = known.at(-1)?.id;
  const past: StoryEvent[] = [];
  for await (const event of client.events(id, { signal, after, follow: false })) past.push(event);
  if (signal.aborted) return after;
  append(queries, id, past);
  await Promise.all([
    queries.invalidateQueries({ queryKey: keys.story(id), predicate: ({ queryKey }) => queryKey[2] !== 'events' }),
    askForWaiting(queries),
  ]);
  return past.at(-1)?.id ?? after;
}

const append = (queries: QueryClient, id: string, events: readonly StoryEvent[]): void =>
  void queries.setQueryData<readonly StoryEvent[]>(keys.events(id), (known = []) => {
    const seen = new Set(known.map((event) => event.id));
    const fresh = events.filter((event) => !seen.has(event.id));
    return fresh.length === 0 ? known : [...known, ...fresh];
  });
