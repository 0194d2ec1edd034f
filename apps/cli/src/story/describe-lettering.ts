import type { PanelLetteringView } from '@nextpanel/core';
import { formatTable } from '../terminal/format-table.ts';

/** Where the texts of a panel stand, in shares of it as `edit --balloon` takes them. */
export function describeLettering({ texts }: PanelLetteringView): string {
  const rows = texts.map(({ id, kind, box, tail }, index) => [
    `${index + 1}`,
    id ?? '–',
    kind,
    `${share(box.x + box.width / 2)},${share(box.y + box.height / 2)}`,
    `${share(box.width)}x${share(box.height)}`,
    tail === null ? '–' : `${share(tail.x)},${share(tail.y)}`,
  ]);
  return formatTable([['TEXT', 'ID', 'KIND', 'CENTRE', 'SIZE', 'TAIL TO'], ...rows]);
}

const share = (value: number): string => `${Math.round(value * 1000) / 1000}`;
