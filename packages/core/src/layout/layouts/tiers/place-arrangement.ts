import type { Rectangle } from '../../rectangle.ts';
import type { Arrangement, Room } from './find-arrangements.ts';
import { columnWidth, tierHeight } from './tier.ts';

/** The panels' places in reading order, in whole pixels from the corner of the room, in its middle; gutters are exact. */
export function placeArrangement({ tiers, stretch, width, height }: Arrangement, room: Room): Rectangle[] {
  const { betweenColumns, betweenRows } = room.gutters;
  const left = Math.floor((room.width - Math.round(width)) / 2);
  const top = Math.floor((room.height - Math.round(height)) / 2);
  const heights = tiers.map((tier) => tierHeight(tier, width, stretch));
  const boxes: Rectangle[] = [];
  for (const [index, row] of runs(heights, betweenRows).entries()) {
    const tier = tiers[index];
    const tall = heights[index] ?? 0;
    const widths = tier?.columns.map(
      (column) => stretch * columnWidth(column) * (tall - (column.length - 1) * betweenRows),
    );
    for (const [at, place] of runs(widths ?? [], betweenColumns).entries()) {
      const column = tier?.columns[at] ?? [];
      const wide = widths?.[at] ?? 0;
      // The last panel of a stack ends where its tier ends, whatever was rounded.
      const stack = runs(
        column.map((aspect) => wide / aspect / stretch),
        betweenRows,
      );
      for (const [depth, { start, length }] of stack.entries()) {
        const isLast = depth === stack.length - 1;
        const high = isLast ? row.length - start : length;
        boxes.push({ x: left + place.start, y: top + row.start + start, width: place.length, height: high });
      }
    }
  }
  return boxes;
}

/** Lengths one after another with gaps, rounded so that their sum is off by less than a pixel. */
function runs(lengths: readonly number[], gap: number): { start: number; length: number }[] {
  let sum = 0;
  return lengths.map((length, index) => {
    const start = Math.round(sum);
    sum += length;
    return { start: start + index * gap, length: Math.round(sum) - start };
  });
}
