import {
  blankSize,
  borderSize,
  compareLight,
  contrastOf,
  copyDistances,
  copySize,
  type Drift,
  findBorders,
  type Light,
  leastTextArea,
  lightSize,
  linesSize,
  measureLight,
  mostCellDifference,
  mostContrast,
  mostSpreads,
  squareSize,
} from '@nextpanel/checks';
import { type Pixels, say } from '@nextpanel/core';
import type { StoredVerdict } from '@nextpanel/store';
import type { Context } from '../context.ts';

type Reading = Pick<Context, 'imaging'>;
type Measured = Omit<StoredVerdict, 'at'>;

/** A picture that a frame may be a copy of, with its name in words. */
export interface Likeness {
  readonly name: string;
  readonly pixels: Pixels;
}

/** Highest severity: beyond it all is equally plain. */
const mostSeverity = 10;

const severityOf = (value: number, limit: number): number =>
  Math.round(Math.min(mostSeverity, value / limit) * 100) / 100;

export async function measureBlank({ imaging }: Reading, bytes: Uint8Array): Promise<Measured> {
  const contrast = contrastOf(await imaging.readPixels(bytes, blankSize));
  return {
    method: 'contrast',
    version: 1,
    value: contrast,
    limit: mostContrast,
    // The less contrast, the worse.
    severity: severityOf(mostContrast + 1, contrast + 1),
    detail: say('check.contrast', { levels: contrast }),
  };
}

export const readLikeness = ({ imaging }: Reading, bytes: Uint8Array): Promise<Pixels> =>
  imaging.readPixels(bytes, copySize);

/** @param others must not be empty */
export function measureCopies(pixels: Pixels, others: readonly Likeness[]): Measured {
  const distances = copyDistances(
    pixels,
    others.map((other) => other.pixels),
  );
  const value = Math.min(...distances);
  const name = others[distances.indexOf(value)]?.name ?? '';
  const severity = severityOf(mostCellDifference, Math.max(value, 0.1));
  return {
    method: 'cells',
    version: 1,
    value,
    limit: mostCellDifference,
    severity,
    detail: say(severity >= 1 ? 'check.same_as' : 'check.like', { said: name, levels: value }),
  };
}

export async function measureBorders({ imaging }: Reading, bytes: Uint8Array): Promise<Measured> {
  const { score, kind } = findBorders(await imaging.readPixels(bytes, borderSize));
  const detail = {
    split: say('check.split'),
    frame: say('check.frame'),
    none: say('check.no_border'),
  };
  return { method: 'lines', version: 1, value: score, limit: 1, severity: severityOf(score, 1), detail: detail[kind] };
}

export const readLight = async ({ imaging }: Reading, bytes: Uint8Array): Promise<Light> =>
  measureLight(await imaging.readPixels(bytes, lightSize));

/** Null while too few other frames of the scene are drawn. */
export function measureDrift(frame: Light, others: readonly Light[]): Measured | null {
  const drift = compareLight(frame, others);
  if (drift === null) return null;
  const severity = severityOf(drift.spreads, mostSpreads);
  const known = { quality: drift.quality, value: drift.value, usual: drift.usual };
  return {
    method: 'light',
    version: 1,
    value: drift.spreads,
    limit: mostSpreads,
    severity,
    detail: severity >= 1 ? say('check.unlike', { ...known, kind: wordOf(drift) }) : say('check.much_like', known),
  };
}

function wordOf({ quality, value, usual }: Drift): string {
  const words = {
    light: ['lighter', 'darker'],
    saturation: ['more colourful', 'paler'],
    grain: ['grainier', 'smoother'],
  };
  return words[quality][value > usual ? 0 : 1] as string;
}

/** Letters that the reader is this sure of are shown to the user. */
const sureFrom = 0.7;
const wordsMost = 120;

/** Letters anywhere in the picture. What cannot be read, as models often draw it, counts like what can. */
export async function measureText(
  { imaging, textFinder }: Pick<Context, 'imaging' | 'textFinder'>,
  bytes: Uint8Array,
): Promise<Measured> {
  const [picture, square] = await Promise.all([
    imaging.readPixels(bytes, linesSize),
    imaging.readPixels(bytes, squareSize),
  ]);
  const { area, lines } = await textFinder.find({ picture, square });
  const read = lines.filter(({ words, sure }) => sure >= sureFrom && words !== '').map(({ words }) => words);
  const words = read.join(' · ').slice(0, wordsMost);
  const found = words === '' ? say('check.marks') : say('check.letters', { words });
  return {
    method: 'pp-ocr-v4',
    version: 1,
    value: Math.round(area * 1e6) / 1e4,
    limit: leastTextArea * 100,
    severity: severityOf(area, leastTextArea),
    detail: area < leastTextArea ? say('check.no_letters') : found,
  };
}
