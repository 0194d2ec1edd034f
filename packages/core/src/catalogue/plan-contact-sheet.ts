import { NextpanelError } from '../error.ts';
import type { PixelSize } from '../picture.ts';
import { askedSize, nearestSize, parseSize, type SizeRule } from './size-rule.ts';

/** How a batch stands on one picture: the grid, the picture's size, and the room of one panel, gutters included. */
export interface ContactSheetPlan {
  readonly columns: number;
  readonly rows: number;
  /** Cells at the end that stay blank. */
  readonly blank: number;
  readonly size: PixelSize;
  readonly cell: PixelSize;
}

/** A sheet longer than this is drawn badly. */
const longestSheet = 3;
const longPenalty = 0.5;

/**
 * The grid of `panels` frames (1–8) whose cells hold the frame's shape largest, with least waste, on a picture the model
 * draws; panels run left to right, then top to bottom, whatever the story's reading direction, because they are only cut
 * apart. Of equally good ones the grid with fewest blank cells, then the squarest sheet, then fewest columns.
 */
export function planContactSheet(rule: SizeRule, frame: PixelSize, panels: number): ContactSheetPlan {
  const plans: { readonly plan: ContactSheetPlan; readonly rank: readonly number[] }[] = [];
  for (let columns = 1; columns <= panels; columns++) {
    const rows = Math.ceil(panels / columns);
    const blank = columns * rows - panels;
    // A whole blank column is a narrower grid drawn badly.
    if (blank >= rows) continue;
    for (const size of sheetSizes(rule, { width: columns * frame.width, height: rows * frame.height })) {
      const cell = { width: Math.floor(size.width / columns), height: Math.floor(size.height / rows) };
      const plan = { columns, rows, blank, size, cell };
      plans.push({ plan, rank: [-score(frame, plan), blank, lengthOf(size), columns] });
    }
  }
  const best = plans.reduce<(typeof plans)[number] | null>(
    (best, next) => (best === null || isBefore(next.rank, best.rank) ? next : best),
    null,
  );
  if (best) return best.plan;
  throw new NextpanelError('size_unsupported', 'the model draws no size a contact sheet could have');
}

/** How large a frame fits into a cell, and how much of the cell it uses; to a thousandth, so that equals are equal. */
function score(frame: PixelSize, { cell, size }: ContactSheetPlan): number {
  const fit = Math.min(cell.width / frame.width, cell.height / frame.height);
  const used = (fit * fit * frame.width * frame.height) / (cell.width * cell.height);
  const penalty = lengthOf(size) > longestSheet ? longPenalty : 1;
  return Math.round(Math.min(1, fit) * used ** 0.25 * penalty * 1_000);
}

/** Long edge over short edge, to a hundredth. */
const lengthOf = ({ width, height }: PixelSize): number =>
  Math.round((100 * Math.max(width, height)) / Math.min(width, height)) / 100;

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const differs = a.findIndex((value, index) => value !== b[index]);
  return differs !== -1 && (a[differs] as number) < (b[differs] as number);
}

/** Sizes worth trying for a sheet of these pixels: of its shape and no larger, or whatever the rule has nearest. */
function sheetSizes(rule: SizeRule, sheet: PixelSize): PixelSize[] {
  if (rule.rule === 'fixed') return rule.sizes.map(parseSize);
  const most = rule.rule === 'free' ? rule.maxPixels : (rule.resolutions.at(-1)?.pixels ?? 0);
  const longest = rule.rule === 'free' ? rule.maxEdge : Number.POSITIVE_INFINITY;
  const fit = Math.min(
    1,
    Math.sqrt(most / (sheet.width * sheet.height)),
    longest / Math.max(sheet.width, sheet.height),
  );
  const wanted = { width: sheet.width * fit, height: sheet.height * fit };
  const nearest = nearestSize(rule, wanted);
  // A ratio rule draws its nearest ratio at a resolution, which is not always a size one could have asked for.
  return nearest && askedSize(rule, nearest) ? [nearest] : [];
}
