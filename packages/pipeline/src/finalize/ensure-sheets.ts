import type { Context } from '../context.ts';
import { pagesShowing } from '../sheets-of.ts';

/**
 * Enqueues the sheets that show any of these panels, by id, the original's first; one whose other panels are not drawn yet is skipped by
 * its job.
 */
export async function ensureSheets(
  { state, queues }: Pick<Context, 'state' | 'queues'>,
  story: string,
  panels: readonly string[],
): Promise<void> {
  const sheets = pagesShowing(await state.read.pages(story), panels);
  if (sheets.length === 0) return;
  const languages = await state.editions.languages(story);
  await queues.ensureFinalize([
    ...sheets.map((sheet) => ({ kind: 'sheet' as const, story, sheet })),
    ...languages.flatMap((language) => sheets.map((sheet) => ({ kind: 'sheet' as const, story, sheet, language }))),
  ]);
}
