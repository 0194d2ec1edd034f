import type { Client } from '@nextpanel/client';
import type { Operation } from '@nextpanel/core/events';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useClient } from './client-context.tsx';
import { collectCalls } from './collect-calls.ts';
import { keys } from './keys.ts';
import { listsLacking, mayBeShown, putStory } from './put-story.ts';
import { type OpenStream, type StreamContext, useStream } from './use-stream.ts';

/** However much happens, what changed is read at most this often, in milliseconds. */
const collectMs = 500;
/** The same for queues, providers, workers and sums over all stories: they change with every event of every story. */
const collectOperationsMs = 2_000;
/** So many changed stories are asked for one by one; beyond, the lists are asked for as a whole. */
const mostSingly = 12;

/**
 * Keeps lists of stories, queues and providers in step with the server, by one stream for the whole page.
 *
 * @param wanted false where the page follows a story by a stream of its own: each holds one of the browser's few connections
 */
export function useLiveChanges(wanted: boolean): void {
  const client = useClient();
  const queries = useQueryClient();
  const open = useCallback((context: StreamContext) => openChanges(client, queries, context), [client, queries]);
  useStream(wanted ? 'changes' : null, open);
}

function openChanges(client: Client, queries: QueryClient, context: StreamContext): OpenStream {
  const show = oneByOne((ids) => showChanges(client, queries, ids));
  const changes = collectCalls<string>(collectMs, (ids) => void show(ids));
  const scripts = collectCalls<string>(collectMs, (ids) => {
    // What is just being read for the first time may be from before this, and is not read again while it comes.
    const early = ids.filter((id) => queries.isFetching({ queryKey: keys.script(id) }) > 0);
    if (early.length > 0) scripts.add(early);
    void readScripts(queries, ids);
  });
  const operations = collectCalls<OldList>(collectOperationsMs, (lists) => void readLists(queries, lists));
  return {
    async follow() {
      for await (const change of client.allChanges(context)) {
        if ('operations' in change) operations.add(change.operations);
        else if ('scripts' in change) scripts.add(change.scripts);
        // An empty list comes with every connection: what happened before it is not repeated.
        else if (change.stories.length === 0) await readAgain(queries);
        else {
          changes.add(change.stories);
          operations.add(['spending', 'needs-person']);
        }
      }
    },
    stop() {
      changes.stop();
      scripts.stop();
      operations.stop();
    },
  };
}

async function showChanges(client: Client, queries: QueryClient, ids: ReadonlySet<string>): Promise<void> {
  const shown = [...ids].filter((id) => mayBeShown(queries, id));
  if (shown.length > mostSingly) {
    await queries.invalidateQueries({ queryKey: keys.stories });
    await Promise.all(shown.map((id) => queries.invalidateQueries({ queryKey: keys.storyView(id) })));
    return;
  }
  const lacking = await Promise.all(shown.map((id) => showStory(client, queries, id)));
  for (const queryKey of new Set(lacking.flat())) await queries.invalidateQueries({ queryKey });
  await queries.invalidateQueries({ queryKey: keys.stories, type: 'inactive', refetchType: 'none' });
}

/** @returns keys of the lists that have to be asked for because of it */
async function showStory(client: Client, queries: QueryClient, id: string): Promise<readonly (readonly unknown[])[]> {
  try {
    const story = await client.story(id);
    putStory(queries, story);
    return listsLacking(queries, story);
  } catch {
    // One that is gone by now, or cannot be read, is for the next look at it and at the lists.
    return [keys.storyView(id), keys.stories];
  }
}

/**
 * Calls `show` with everything that came since it was called last, and never again before it ended: a list of many pages
 * that is read again while it comes would begin at its first page, and never end while stories are drawn.
 */
function oneByOne(show: (ids: ReadonlySet<string>) => Promise<void>): (ids: readonly string[]) => Promise<void> {
  let waiting = new Set<string>();
  let busy = false;
  return async (ids) => {
    for (const id of ids) waiting.add(id);
    if (busy) return;
    busy = true;
    try {
      while (waiting.size > 0) {
        const now = waiting;
        waiting = new Set();
        await show(now);
      }
    } finally {
      busy = false;
    }
  };
}

/** Lists that are no longer up to date: those the server names, and those over all stories. */
type OldList = Operation | 'spending' | 'needs-person';

const keysOf: Readonly<Record<OldList, readonly (readonly unknown[])[]>> = {
  // Requests under way are counted with their providers.
  queues: [keys.queues, keys.providers],
  providers: [keys.providers],
  // A job leaves its queue just after the event that its work is done; the next sign of life of its worker shows it.
  workers: [keys.workers, keys.queues],
  stats: [keys.allProviderStats],
  spending: [keys.spending],
  'needs-person': [keys.needsPerson],
};

async function readLists(queries: QueryClient, lists: readonly OldList[]): Promise<void> {
  const old = new Set(lists.flatMap((list) => keysOf[list]));
  await Promise.all([...old].map((queryKey) => queries.invalidateQueries({ queryKey })));
}

async function readScripts(queries: QueryClient, ids: readonly string[]): Promise<void> {
  const old = [keys.scripts, ...[...new Set(ids)].map(keys.script)];
  await Promise.all(old.map((queryKey) => queries.invalidateQueries({ queryKey })));
}

/** Everything that is shown, except lists of events: their own streams continue where they were. */
const readAgain = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[2] !== 'events' });
