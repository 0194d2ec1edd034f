import type { SheetView } from '@nextpanel/core';
import { panelRanges } from '@nextpanel/core/panel-ranges';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';

/** The sheets of a story as a table: which panels stand on each, and what is wrong there. */
export function describeSheets(sheets: readonly SheetView[]): string {
  const rows = sheets.map(({ number, status, panels, image, warnings }) => [
    `${number}`,
    status,
    panelRanges(panels),
    image === null ? '–' : `${image.width} × ${image.height}`,
    plainText(warnings.map(({ detail }) => detail).join('; ')),
  ]);
  return formatTable([['SHEET', 'STATUS', 'PANELS', 'PIXELS', 'WARNINGS'], ...rows]);
}
