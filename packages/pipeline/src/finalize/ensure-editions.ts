import { wantedBooks } from '@nextpanel/core';
import type { StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { ensureBooks } from './ensure-books.ts';

type EnsureContext = Pick<Context, 'state' | 'queues'>;

/**
 * Enqueues what the editions of a story lack: sheets whose panels are all drawn, or books. What failed is left alone. Adding a job that
 * is there does nothing.
 */
export async function ensureEditions(
  { state, queues }: EnsureContext,
  story: Pick<StoryHead, 'id' | 'spec' | 'status'>,
): Promise<void> {
  if (story.status === 'cancelled') return;
  const languages = await state.editions.languages(story.id);
  if (languages.length === 0) return;
  const [pages, order, failures] = await Promise.all([
    state.read.pages(story.id),
    state.read.order(story.id),
    state.editions.failures(story.id),
  ]);
  const drawn = await state.read.selected(story.id, order);
  for (const language of languages.filter((it) => !failures.has(it))) {
    const composed = await state.editions.sheets(story.id, language);
    const missing = pages.flatMap((panels, index) => (composed.has(index + 1) ? [] : [{ sheet: index + 1, panels }]));
    if (missing.length === 0) {
      const bound = await state.editions.books(story.id, language);
      if (!wantedBooks(story.spec.book).every(({ name }) => bound.has(name)))
        await ensureBooks({ state, queues }, story, language);
    } else {
      const ready = missing.filter(({ panels }) => panels.every((panel) => drawn.has(panel)));
      await queues.ensureFinalize(ready.map(({ sheet }) => ({ kind: 'sheet', story: story.id, sheet, language })));
    }
  }
}

/** A sheet's stored bytes are gone: it is made again from its frames, and the books of the edition after it. */
export async function loseEditionSheet(
  { state, queues }: EnsureContext,
  story: string,
  language: string,
  { number, raw }: { readonly number: number; readonly raw: string },
): Promise<void> {
  await state.editions.lose(story, language, 'sheet', number, raw);
  await queues.ensureFinalize([{ kind: 'sheet', story, sheet: number, language }]);
}
