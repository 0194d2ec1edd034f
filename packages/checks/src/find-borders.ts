import type { Pixels } from '@nextpanel/core';
import { greyOf, median } from './pixel-values.ts';

/** How a picture is read to be searched: gutters of models are about 1 % of the picture or more, 4 pixels here. */
export const borderSize = { width: 384, height: 384, fit: 'inside' } as const;

/** Levels of 255: a border is at least this light or this dark, and its level varies no more than noise does. */
const lightFrom = 190;
const darkTo = 60;
const tolerance = 10;
/** Share of a line that must have the border's level. */
const uniformShare = 0.97;
/** Share of its length along which art begins beside it. */
const sharpShare = 0.5;
/** Shares of the picture: the widest gutter, the thinnest and the widest margin, how far from an edge a gutter is one. */
const mostGutter = 0.08;
const leastMargin = 0.008;
const mostMargin = 0.15;
const middle = 0.12;

/** What a panel must not have, and how sure that is: from 1 on it counts as found. */
export interface Borders {
  readonly score: number;
  readonly kind: 'split' | 'frame' | 'none';
}

/**
 * Straight lines of one light or dark level that cross the whole picture, as between panels (`split`), or a margin all around it
 * (`frame`). Both sides of a gutter, and the inside of a frame, must begin sharply: a sky or a vignette fades. Read the picture at
 * `borderSize`. About 12 ms for 1024×1024, decoding included.
 */
export function findBorders(pixels: Pixels): Borders {
  const rows = linesOf(pixels, 'y');
  const columns = linesOf(pixels, 'x');
  const margins = [marginOf(rows), marginOf(rows.toReversed()), marginOf(columns), marginOf(columns.toReversed())];
  const frame = Math.min(...margins.map(({ score }) => score));
  const levels = margins.map(({ level }) => level);
  const isFrame = Math.max(...levels) - Math.min(...levels) <= 2 * tolerance ? frame : 0;
  const [top, bottom, left, right] = margins.map(({ lines }) => lines);
  const inRows = rows
    .slice(top, rows.length - (bottom ?? 0))
    .map((line) => line.slice(left, line.length - (right ?? 0)));
  const inColumns = columns
    .slice(left, columns.length - (right ?? 0))
    .map((line) => line.slice(top, line.length - (bottom ?? 0)));
  const split = Math.max(splitScore(inRows), splitScore(inColumns));
  const score = Math.round(Math.max(split, isFrame) * 100) / 100;
  return { score, kind: score < 1 ? 'none' : split >= isFrame ? 'split' : 'frame' };
}

type Line = readonly number[];

function linesOf(pixels: Pixels, axis: 'x' | 'y'): Line[] {
  const { width, height } = pixels;
  const grey = greyOf(pixels);
  return axis === 'y'
    ? Array.from({ length: height }, (_, y) => Array.from(grey.subarray(y * width, (y + 1) * width)))
    : Array.from({ length: width }, (_, x) => Array.from({ length: height }, (_unused, y) => grey[y * width + x] ?? 0));
}

const isBorderLevel = (level: number): boolean => level >= lightFrom || level <= darkTo;

const shareNear = (line: Line, level: number): number =>
  line.filter((value) => Math.abs(value - level) <= tolerance).length / Math.max(1, line.length);

/** Share of a line that differs from the border beside it. */
const shareOff = (line: Line | undefined, level: number): number => (line ? 1 - shareNear(line, level) : 0);

/** The margin in front of the first lines: how many are of one level, and how sure it is one. */
function marginOf(lines: readonly Line[]): { readonly lines: number; readonly level: number; readonly score: number } {
  const level = median(lines[0] ?? []);
  if (!isBorderLevel(level)) return { lines: 0, level, score: 0 };
  let count = 0;
  while (count < lines.length && shareNear(lines[count] ?? [], level) >= uniformShare) count++;
  // So large an area of one level belongs to the art: a sky, or the night.
  if (count > lines.length * mostMargin) return { lines: 0, level, score: 0 };
  const deep = count / (lines.length * leastMargin);
  const sharp = shareOff(lines[count + 2], level) / sharpShare;
  return { lines: count, level, score: Math.min(deep, sharp, 2) };
}

/** How sure it is that a run of lines parts the picture. */
function splitScore(lines: readonly Line[]): number {
  const from = Math.floor(lines.length * middle);
  const to = Math.ceil(lines.length * (1 - middle));
  const facts = lines.map((line) => {
    const level = median(line);
    return { level, uniform: isBorderLevel(level) ? shareNear(line, level) / uniformShare : 0 };
  });
  let best = 0;
  for (let at = from; at < to; at++) {
    const { level, uniform } = facts[at] ?? { level: 0, uniform: 0 };
    if (uniform < 0.8) continue;
    let end = at;
    let weakest = uniform;
    while (end + 1 < to) {
      const next = facts[end + 1];
      if (!next || next.uniform < 0.8 || Math.abs(next.level - level) > tolerance) break;
      weakest = Math.min(weakest, next.uniform);
      end++;
    }
    const width = end + 1 - at;
    if (width >= 2 && width <= lines.length * mostGutter) {
      const sharp = Math.min(shareOff(lines[at - 3], level), shareOff(lines[end + 3], level)) / sharpShare;
      best = Math.max(best, Math.min(weakest, sharp));
    }
    at = end;
  }
  return best;
}
