import type { PixelSize } from '@nextpanel/core';
import { findGutter, findMargin, type Gutter, tolerance } from './find-gutters.ts';
import { type LineProfile, median, type Stretch } from './line-profile.ts';
import { trimEdge } from './trim-edge.ts';

/** Where a panel's art is, in pixels of the picture. */
export interface CellBox extends PixelSize {
  readonly left: number;
  readonly top: number;
}

/** How much a margin's grey may differ from that of the gutters, or of the margin on another side. */
const sameColour = 2 * tolerance;

/** Share of a panel's length ignored at both ends when its edge is trimmed, since corners are round or overlap. */
const corner = 0.04;

/** One axis of the grid: its gutters between neighbouring cells, and the margins before the first and after the last. */
interface Axis {
  readonly profile: LineProfile;
  readonly cells: number;
  readonly gutters: readonly (Gutter | null)[];
  readonly margins: readonly [Margin, Margin];
}
type Margin = ReturnType<typeof findMargin>;

/** A cell's part of an axis, in pixels; `to` is exclusive. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the panels' boxes, left to right, then top to bottom. `across` holds the picture's columns of pixels, `down` its rows.
 */
export function placeCells(
  across: LineProfile,
  down: LineProfile,
  grid: { readonly columns: number; readonly rows: number; readonly panels: number },
): { cells: CellBox[]; found: 'gutters' | 'even' } {
  const { columns, rows, panels } = grid;
  // Blank cells at the end may contain anything, so lines are judged only where there are panels on both sides.
  const x = lookAlong(across, columns, (after) => ({ from: 0, to: Math.ceil((panels - after) / columns) / rows }));
  const y = lookAlong(down, rows, (after) => ({ from: 0, to: Math.min(1, (panels - after * columns) / columns) }));
  const level = commonLevel(x, y);
  const margin = level ?? marginLevel([...x.margins, ...y.margins]);
  const [xSpans, ySpans] = [x, y].map((axis) => spansOf(axis, level, margin)) as [Span[], Span[]];
  const cells = Array.from({ length: panels }, (_, index) => {
    const [column, row] = [xSpans[index % columns], ySpans[Math.floor(index / columns)]];
    if (column === undefined || row === undefined) throw new RangeError('more panels than cells');
    if (margin === null) return box(column, row);
    return box(
      trimSpan(x, column, stretchOf(row, down.lines), margin),
      trimSpan(y, row, stretchOf(column, across.lines), margin),
    );
  });
  return { cells, found: level === null ? 'even' : 'gutters' };
}

function lookAlong(profile: LineProfile, cells: number, stretch: (after: number) => Stretch): Axis {
  const cell = profile.lines / cells;
  return {
    profile,
    cells,
    gutters: Array.from({ length: cells - 1 }, (_, index) =>
      findGutter(profile, cell * (index + 1), cell, stretch(index + 1)),
    ),
    margins: [findMargin(profile, 'first', cell), findMargin(profile, 'last', cell)],
  };
}

/** The grey of the gutters, or null unless one axis has found at least half of its gutters in one colour, light or dark. */
function commonLevel(x: Axis, y: Axis): number | null {
  const levels = [x, y].map(({ gutters }) => gutters.flatMap((gutter) => gutter?.level ?? []));
  const common = median(levels.flat());
  const enough = [x, y].some(({ gutters }) => isMost(gutters, common));
  return enough ? common : null;
}

function isMost(gutters: Axis['gutters'], level: number): boolean {
  const found = gutters.filter((gutter) => gutter !== null && Math.abs(gutter.level - level) <= sameColour);
  return gutters.length > 0 && found.length * 2 >= gutters.length;
}

/** Without gutters, only a border of one colour on all sides counts as a margin. */
function marginLevel(margins: readonly Margin[]): number | null {
  const level = median(margins.map((margin) => margin.level));
  return margins.every((margin) => margin.width >= 2 && Math.abs(margin.level - level) <= sameColour) ? level : null;
}

/** The spans of the cells along an axis: between the gutters found, divided evenly where one is missing. */
function spansOf({ profile, cells, gutters, margins }: Axis, level: number | null, margin: number | null): Span[] {
  const own = ({ level: grey }: { readonly level: number }) => margin !== null && Math.abs(grey - margin) <= sameColour;
  const first = own(margins[0]) ? margins[0].width : 0;
  const last = profile.lines - (own(margins[1]) ? margins[1].width : 0);
  const usable = level !== null && isMost(gutters, level) ? gutters : [];
  const kept = usable.flatMap((gutter) => (gutter !== null && own(gutter) ? [gutter] : []));
  const width = kept.length === 0 ? 0 : median(kept.map(({ from, to }) => to - from));
  const between = Array.from({ length: cells - 1 }, (_, index): Span => {
    const gutter = usable[index];
    if (gutter && own(gutter)) return gutter;
    const middle = first + ((last - first) * (index + 1)) / cells;
    return { from: Math.round(middle - width / 2), to: Math.round(middle + width / 2) };
  });
  return Array.from({ length: cells }, (_, index) => ({
    from: between[index - 1]?.to ?? first,
    to: between[index]?.from ?? last,
  }));
}

/** Trims both ends of a span for one panel, since a gutter may run a little differently in every row of the grid. */
function trimSpan({ profile, cells }: Axis, span: Span, stretch: Stretch, level: number): Span {
  const cell = profile.lines / cells;
  const edge = { level, cell, stretch };
  return {
    from: trimEdge(profile, { ...edge, line: span.from, inwards: 1 }),
    to: trimEdge(profile, { ...edge, line: span.to - 1, inwards: -1 }) + 1,
  };
}

function stretchOf({ from, to }: Span, length: number): Stretch {
  const rim = (to - from) * corner;
  return { from: (from + rim) / length, to: (to - rim) / length };
}

function box(column: Span, row: Span): CellBox {
  return { left: column.from, top: row.from, width: column.to - column.from, height: row.to - row.from };
}
