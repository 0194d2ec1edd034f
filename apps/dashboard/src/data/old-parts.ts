import type { ViewPart } from '@nextpanel/core/events';
import type { QueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';

/** Parts of a story that are no longer up to date. `dry-run`: what a change would draw, and its price. */
export type OldPart = ViewPart | 'dry-run';

/** Reads parts again where they are shown, and marks them old where they are only cached. */
export async function askAgain(queries: QueryClient, id: string, parts: Iterable<OldPart>): Promise<void> {
  await Promise.all(
    [...new Set(parts)].map((part) => queries.invalidateQueries({ queryKey: [...keys.story(id), part] })),
  );
}

/** Until when a story waits, and why its provider is paused, is in these. */
export async function askForWaiting(queries: QueryClient): Promise<void> {
  await Promise.all([keys.queues, keys.providers].map((queryKey) => queries.invalidateQueries({ queryKey })));
}
