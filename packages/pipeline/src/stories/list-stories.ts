import { isDrawingStatus, type Page, type StoryView } from '@nextpanel/core';
import type { StoryFacts, StoryQuery } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { viewStory } from './read-story.ts';

/** A page of a tenant's stories. Throws `invalid_cursor`. */
export async function listStories(
  { state, queues }: Pick<Context, 'state' | 'queues'>,
  query: Omit<StoryQuery, 'sort'> & { readonly sort?: StoryQuery['sort'] },
): Promise<Page<StoryView>> {
  const { items, nextCursor } = await state.list({ ...query, sort: query.sort ?? '-created' });
  const places = await placesInLine({ queues }, items);
  return {
    items: items.map((facts) => {
      const line = places.get(facts.id);
      return { ...viewStory(facts), ...(line && { line }) };
    }),
    nextCursor,
  };
}

/** Where those stories stand that wait for a turn. */
async function placesInLine(
  { queues }: Pick<Context, 'queues'>,
  stories: readonly StoryFacts[],
): Promise<ReadonlyMap<string, NonNullable<StoryView['line']>>> {
  const waiting = stories.filter(({ status }) => isDrawingStatus(status));
  const byProvider = Map.groupBy(waiting, ({ spec }) => spec.render.provider);
  const places = await Promise.all(
    [...byProvider].map(([provider, of]) =>
      queues.placesOf(
        provider,
        of.map(({ id }) => id),
      ),
    ),
  );
  return new Map(places.flatMap((of) => [...of]));
}
