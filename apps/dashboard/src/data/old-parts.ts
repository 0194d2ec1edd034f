import type { StoryView } from '@nextpanel/core';
import type { QueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';

/** Parts of a story that became old in a way that whoever tells of it does not say. `dry-run`: what a change would draw. */
export type OldPart = 'view' | 'panels' | 'batches' | 'sheets' | 'attempts' | 'ledger' | 'takes' | 'dry-run';

/** What a story that begins, stops or goes on changes: batches and panels that failed or were drawn may wait again. */
export const oldAfterStatus: readonly OldPart[] = ['panels', 'batches', 'attempts', 'ledger'];

/**
 * What is old where a story is not as it was known. A rate limit, a full disk, a changed title or budget, and the end of the
 * batch that was in hand when a story was cancelled come without any event.
 */
export function oldAfterView(known: StoryView | undefined, story: StoryView): readonly OldPart[] {
  if (known === undefined) return [];
  const otherStatus = known.status !== story.status || known.waitingOn !== story.waitingOn;
  const changed = known.updatedAt !== story.updatedAt;
  return [
    ...(otherStatus || (changed && story.status === 'cancelled') ? oldAfterStatus : []),
    ...(changed ? (['dry-run'] as const) : []),
  ];
}

/** Asks for parts anew where they are shown, and marks them old where they are only kept. */
export async function askAgain(queries: QueryClient, id: string, parts: Iterable<OldPart>): Promise<void> {
  await Promise.all(
    [...new Set(parts)].map((part) => queries.invalidateQueries({ queryKey: [...keys.story(id), part] })),
  );
}

/** Until when a story waits, and why its provider is paused, is known to these. */
export async function askForWaiting(queries: QueryClient): Promise<void> {
  await Promise.all([keys.queues, keys.providers].map((queryKey) => queries.invalidateQueries({ queryKey })));
}
