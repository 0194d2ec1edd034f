import type { StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { ensureBooks } from './ensure-books.ts';

/** Enqueues what a story lacks: its sheets that are not composed, or its books that are not bound. Adding a job that is there does nothing. */
export async function ensureComposed(
  { state, queues }: Pick<Context, 'state' | 'queues'>,
  story: Pick<StoryHead, 'id' | 'sheets' | 'spec'>,
): Promise<void> {
  const composed = await state.read.sheets(story.id);
  const sheets = Array.from({ length: story.sheets }, (_, index) => index + 1).filter((sheet) => !composed.has(sheet));
  if (sheets.length === 0) await ensureBooks({ state, queues }, story);
  else await queues.ensureFinalize(sheets.map((sheet) => ({ kind: 'sheet', story: story.id, sheet })));
}
