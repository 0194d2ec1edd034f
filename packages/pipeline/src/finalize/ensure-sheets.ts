import type { StoredSpec } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { sheetsOf, sheetsShowing } from '../sheets-of.ts';

/** Enqueues the sheets that show any of these panels; one whose other panels are not drawn yet is skipped by its job. */
export async function ensureSheets(
  { queues }: Pick<Context, 'queues'>,
  story: string,
  spec: StoredSpec,
  panels: readonly number[],
): Promise<void> {
  const sheets = sheetsShowing(sheetsOf(spec, Math.max(...panels)), panels);
  await queues.ensureFinalize(sheets.map((sheet) => ({ kind: 'sheet', story, sheet })));
}
