import { type LineProfile, median, type Stretch, samplesOf, shareNear } from './line-profile.ts';

/** Lines `from` (inclusive) to `to` (exclusive) of one colour, in pixels. */
export interface Gutter {
  readonly from: number;
  readonly to: number;
  /** Grey level, 0–255. */
  readonly level: number;
}

/** A gutter is at least this light or this dark: art with tones in between is often uniform, too. */
const lightFrom = 170;
const darkTo = 85;

/** How much a gutter's grey level may vary: JPEG noise and paper grain stay below this. */
export const tolerance = 8;

/** Share of a line that must have the gutter's colour. The rest may cross it: a hair, a letter. */
const uniformShare = 0.95;

/** Shares of a cell: how far a gutter's centre may be from its expected place, how wide it may be, where to look for its edges. */
const mostOffset = 0.12;
const mostWidth = 0.16;
const reach = 0.21;
const leastWidth = 2;

/** Share of a gutter's length along which the art begins sharply, within so many lines. A sky, by contrast, fades or has clouds. */
const sharpShare = 0.5;
const beside = 3;

/** Widest margin, as a share of a cell. */
const mostMargin = 0.2;

/**
 * The gutter near line `expected`: the widest run of lines that are light or dark all along `stretch`, with art on both
 * sides. Null if there is none. `cell` is the size of a cell across the lines, in pixels.
 */
export function findGutter(profile: LineProfile, expected: number, cell: number, stretch: Stretch): Gutter | null {
  const from = Math.max(0, Math.floor(expected - cell * reach));
  const to = Math.min(profile.lines, Math.ceil(expected + cell * reach));
  let best: Gutter | null = null;
  for (const run of uniformRuns(profile, from, to, stretch)) {
    const width = run.to - run.from;
    const fits =
      run.from > from &&
      run.to < to &&
      width >= leastWidth &&
      width <= cell * mostWidth &&
      Math.abs((run.from + run.to) / 2 - expected) <= cell * mostOffset &&
      isSharp(profile, run.from, -1, stretch) &&
      isSharp(profile, run.to - 1, 1, stretch);
    if (fits && (best === null || width > best.to - best.from)) best = run;
  }
  return best;
}

/** How many lines of margin precede the art, counted inwards from a side of the picture, and its grey level. */
export function findMargin(
  profile: LineProfile,
  side: 'first' | 'last',
  cell: number,
): { readonly width: number; readonly level: number } {
  const most = Math.floor(cell * mostMargin);
  const line = (depth: number) => samplesOf(profile, side === 'first' ? depth : profile.lines - 1 - depth);
  const level = median(line(0));
  if (!isGutterLevel(level)) return { width: 0, level };
  let width = 0;
  while (width <= most && shareNear(line(width), level, tolerance) >= uniformShare) width++;
  // An area of one colour this large is part of the art: a sky, or the night.
  return { width: width > most ? 0 : width, level };
}

function uniformRuns(profile: LineProfile, from: number, to: number, stretch: Stretch): Gutter[] {
  const runs: Gutter[] = [];
  let run = null as Gutter | null; // else the compiler believes it stays null
  for (let line = from; line < to; line++) {
    const samples = samplesOf(profile, line, stretch);
    const level = median(samples);
    const uniform = isGutterLevel(level) && shareNear(samples, level, tolerance) >= uniformShare;
    if (uniform && run !== null && Math.abs(level - run.level) <= tolerance) run = { ...run, to: line + 1 };
    else {
      if (run !== null) runs.push(run);
      run = uniform ? { from: line, to: line + 1, level } : null;
    }
  }
  if (run !== null) runs.push(run);
  return runs;
}

/** Whether most of the line a few lines beyond the gutter's last one has another colour. */
function isSharp(profile: LineProfile, last: number, outwards: 1 | -1, stretch: Stretch): boolean {
  const line = last + outwards * beside;
  if (line < 0 || line >= profile.lines) return false;
  const art = samplesOf(profile, line, stretch);
  const gutter = samplesOf(profile, last, stretch);
  const other = art.filter((value, at) => Math.abs(value - (gutter[at] ?? 0)) > tolerance);
  return other.length >= sharpShare * art.length;
}

function isGutterLevel(level: number): boolean {
  return level >= lightFrom || level <= darkTo;
}
