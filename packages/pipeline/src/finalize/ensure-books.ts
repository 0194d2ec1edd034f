import { wantedBooks } from '@nextpanel/core';
import type { StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';

/** Enqueues every book of a story, or of one of its editions, whose sheets are all composed. */
export async function ensureBooks(
  { queues }: Pick<Context, 'queues'>,
  { id, spec }: Pick<StoryHead, 'id' | 'spec'>,
  language?: string,
): Promise<void> {
  const edition = language === undefined ? {} : { language };
  await queues.ensureFinalize(
    wantedBooks(spec.book).map(({ name }) => ({ kind: 'book', story: id, format: name, ...edition })),
  );
}
