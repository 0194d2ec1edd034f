import { wantedBooks } from '@nextpanel/core';
import type { StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isBoundNow } from './book-version.ts';

/**
 * Enqueues the books of a story, or of one of its editions, that are not bound, once its sheets are all composed. Those that are bound are left
 * alone: while one takes minutes, the reconciler asks for it every few seconds.
 */
export async function ensureBooks(
  { state, queues }: Pick<Context, 'state' | 'queues'>,
  { id, spec }: Pick<StoryHead, 'id' | 'spec'>,
  language?: string,
): Promise<void> {
  const bound = await (language === undefined ? state.read.books(id) : state.editions.books(id, language));
  const edition = language === undefined ? {} : { language };
  await queues.ensureFinalize(
    wantedBooks(spec.book)
      .filter(({ name }) => !isBoundNow(bound.get(name)?.value))
      .map(({ name }) => ({ kind: 'book', story: id, format: name, ...edition })),
  );
}
