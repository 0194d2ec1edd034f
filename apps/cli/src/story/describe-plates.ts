import type { PlateView } from '@nextpanel/client';
import { panelRanges } from '@nextpanel/core/panel-ranges';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';

/** The reference pictures of a story as a table. */
export const describePlates = (plates: readonly PlateView[]): string =>
  formatTable([
    ['PLATE', 'KIND', 'STATUS', 'TAKE', 'PANELS', 'STALE', 'WHAT IT SHOWS'],
    ...plates.map(({ id, kind, status, take, takes, panels, stale, pictures, description, failure }) => [
      plainText(id),
      kind,
      failure === null ? status : `failed (${plainText(failure.code)})`,
      take === null ? (status === 'supplied' ? `${pictures.length} supplied` : '') : `${take} of ${takes}`,
      panels.length === 0 ? 'none' : panelRanges(panels),
      stale.length === 0 ? '' : panelRanges(stale),
      plainText(description).slice(0, 40),
    ]),
  ]);
