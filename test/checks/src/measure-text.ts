import { leastTextArea, linesSize, openTextFinder, squareSize, type TextFinder } from '@nextpanel/checks';
import { readPixels } from '@nextpanel/imaging';
import sharp from 'sharp';
import { areaUnderCurve } from './area-under-curve.ts';
import { drawPlace, places } from './draw-places.ts';
import { type Strength, strengths } from './spoil-frame.ts';

/** Letters of one size, planted in frames that have none. */
export interface MeasuredText {
  readonly strength: Strength;
  /** Height of the font in pixels of a picture 1,024 wide. */
  readonly size: number;
  /** See `areaUnderCurve`. */
  readonly area: number;
  /** Share of the lettered frames that the check finds, and of the others. */
  readonly found: number;
  readonly falseAlarms: number;
}

/** From a label that is hardly legible to a headline: pixels of a picture 1,024 wide. */
const sizes: Readonly<Record<Strength, number>> = { 1: 11, 2: 16, 3: 22, 4: 36, 5: 62 };

const words = ['BAKERY', 'Open daily', 'Hurry up, Hare!', 'No. 7', 'Bonjour', 'The End', 'Start', 'Finish line'];
const fonts = ['Noto Sans', 'Comic Neue', 'serif'];
const colours = ['#222', '#b02020', '#f4f0e0', '#1d4080'];

/**
 * Plants letters in places that have none, in several words, fonts, colours and spots, and measures how well the check of letters tells
 * these from the frames as they were. The same seed gives the same numbers. A picture takes 1 to 4 s.
 *
 * @param frames how many different frames; each is lettered once at each strength
 */
export async function measureText({
  frames,
  seed,
  side = 1_024,
}: {
  readonly frames: number;
  readonly seed: number;
  readonly side?: number;
}): Promise<MeasuredText[]> {
  await using finder = openTextFinder();
  const clean = await Promise.all(
    Array.from({ length: frames }, (_, index) =>
      drawPlace(`Moment ${seed}.${Math.floor(index / places.length)} ${places[index % places.length]}`, side),
    ),
  );
  const right: number[] = [];
  for (const frame of clean) right.push(await measureOne(finder, frame));
  const measured: MeasuredText[] = [];
  for (const strength of strengths) {
    const size = sizes[strength];
    const lettered: number[] = [];
    for (const [index, frame] of clean.entries())
      lettered.push(await measureOne(finder, await letter(frame, (size * side) / 1_024, index + seed)));
    measured.push({
      strength,
      size,
      area: areaUnderCurve(lettered, right),
      found: shareFound(lettered),
      falseAlarms: shareFound(right),
    });
  }
  return measured;
}

/** Higher is worse, from 1 on it is found. */
async function measureOne(finder: TextFinder, frame: Buffer): Promise<number> {
  const [picture, square] = await Promise.all([readPixels(frame, linesSize), readPixels(frame, squareSize)]);
  return (await finder.find({ picture, square })).area / leastTextArea;
}

const shareFound = (values: readonly number[]): number => values.filter((value) => value >= 1).length / values.length;

/** Every index has words, font, colour and spot of its own; these lists have lengths without a common factor. */
async function letter(frame: Buffer, size: number, index: number): Promise<Buffer> {
  const { width, height } = await sharp(frame).metadata();
  const pick = (list: readonly string[]) => list[index % list.length] as string;
  const text = {
    text: `<span foreground="${pick(colours)}">${pick(words)}</span>`,
    font: `${pick(fonts)} ${size}`,
    dpi: 72,
    rgba: true,
  };
  const spot = (share: number) => 0.08 + 0.4 * ((index * share) % 1);
  return sharp(frame)
    .composite([{ input: { text }, left: Math.round(width * spot(0.37)), top: Math.round(height * spot(0.61)) }])
    .png()
    .toBuffer();
}
