/** Rows of a strip, from the first to before the last. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

export interface StripToCut {
  /** All lengths are in pixels as delivered. */
  readonly height: number;
  readonly maxHeight: number;
  /** Rows with pictures: everything between is a gap. */
  readonly pictures: readonly Rows[];
  /** Rows with letters, balloons and sounds. */
  readonly lettering: readonly Rows[];
  /** Rows with what matters most in a picture, such as a face. */
  readonly faces: readonly Rows[];
}

/** A slice ends in a gap if there is one in this last part of it. */
const lastPart = 0.25;

/** A cut through a picture stays this far away from letters and faces. */
const clear = 16;

/**
 * Cuts a strip into slices of at most `maxHeight`. A slice ends in the middle of the last gap that lies in its last quarter; otherwise
 * as low as it can without coming near a balloon or a face, or, where these leave no room, near a balloon. Together the slices are the
 * strip.
 */
export function cutStrip({ height, maxHeight, ...covered }: StripToCut): Rows[] {
  const slices: Rows[] = [];
  let from = 0;
  while (height - from > maxHeight) {
    const to = findCut({ from: from + Math.ceil(maxHeight * (1 - lastPart)), to: from + maxHeight }, covered);
    slices.push({ from, to });
    from = to;
  }
  slices.push({ from, to: height });
  return slices;
}

type Covered = Omit<StripToCut, 'height' | 'maxHeight'>;

function findCut(window: Rows, { pictures, lettering, faces }: Covered): number {
  const gap = gapsIn(window, [...pictures, ...lettering]).at(-1);
  if (gap) return Math.round((gap.from + gap.to) / 2);
  const near = (rows: readonly Rows[]) => rows.map(({ from, to }) => ({ from: from - clear, to: to + clear }));
  const free = [near([...lettering, ...faces]), near(lettering)].flatMap((rows) => gapsIn(window, rows).slice(-1));
  return free[0]?.to ?? window.to;
}

/** The parts of a window that nothing covers, from above. A cut at the end of a part touches nothing. */
function gapsIn({ from, to }: Rows, covered: readonly Rows[]): Rows[] {
  const gaps: Rows[] = [];
  let open = from;
  for (const rows of covered.toSorted((a, b) => a.from - b.from)) {
    if (rows.to <= open) continue;
    if (rows.from >= to) break;
    if (rows.from >= open) gaps.push({ from: open, to: rows.from });
    open = Math.max(open, rows.to);
  }
  if (open <= to) gaps.push({ from: open, to });
  return gaps;
}
