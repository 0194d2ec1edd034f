import type { Client } from '@nextpanel/client';
import type { Redraw } from '@nextpanel/core';
import { panelRanges } from '@nextpanel/core/panel-ranges';
import { type Io, printLine } from '../io.ts';

import { printDryRun, reportNext } from './report-change.ts';

/**
 * Prints which pages a change of the reading order composes again, and what the user can do next.
 *
 * @param otherwise what to print when no page changes
 */
export async function reportMoved(
  io: Io,
  client: Pick<Client, 'story'>,
  id: string,
  { pages, dryRun }: Redraw,
  otherwise: string,
): Promise<void> {
  const [one, many] = dryRun ? ['would change', 'would change'] : ['changes', 'change'];
  const changed =
    pages.length === 1
      ? `page ${pages.join()} ${one}; nothing is drawn`
      : `pages ${panelRanges(pages)} ${many}; nothing is drawn`;
  printLine(io.stdout, pages.length === 0 ? otherwise : changed);
  if (dryRun) printDryRun(io);
  else await reportNext(io, client, id);
}
