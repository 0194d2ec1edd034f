import { type PanelText, type PixelSize, type SetLetters, withoutMarks } from '@nextpanel/core';
import { familiesFor } from '../fonts/choose-font.ts';
import { letterWidths } from '../fonts/letter-widths.ts';
import type { Sharp } from '../load-sharp.ts';
import { type BrokenText, breakText, type Cut, tearable } from './break-text.ts';
import { drawLetters } from './draw-letters.ts';
import { withFullWidth } from './full-width.ts';
import { cleaned } from './prepare-text.ts';
import { soundFamilies } from './render-sound.ts';
import type { RenderedText } from './render-text.ts';

export interface MeasurePanelTextInput {
  readonly text: PanelText;
  readonly language: string;
  readonly panel: PixelSize;
  /** Pixels. */
  readonly fontSize: number;
  readonly vertical: boolean;
  /** Families of the user's that it is set in, best first. */
  readonly users: readonly string[];
}

/** Height that a line takes at least, in font sizes. */
const leastLine = 0.9;

/** Ways to break a text, best first: the aspect of the block, and the share of the panel that a line may take. */
interface Shape {
  readonly aspect: number;
  readonly share: number;
}

const balloonShapes: readonly Shape[] = [
  { aspect: 3, share: 0.56 },
  { aspect: 1.6, share: 0.4 },
  { aspect: 6, share: 0.84 },
];
const captionShapes: readonly Shape[] = [
  { aspect: 12, share: 0.9 },
  { aspect: 4, share: 0.55 },
];
const columnShapes: readonly Shape[] = [
  { aspect: 2.4, share: 0.5 },
  { aspect: 4, share: 0.75 },
  { aspect: 1.2, share: 0.36 },
  { aspect: 0.7, share: 0.3 },
];

/** Shorter columns cut every other word, where the panel has room for longer ones. Font sizes. */
const leastColumn = 5;

/** Sizes of sound effects, in font sizes. */
const soundScales = [5, 3.6, 2.6, 1.8, 1.2];

/** Best first, with what speaks against them when the panel has room for several: the last ones are for where it has none. */
const cuts: Readonly<Record<Cut, number>> = { whole: 0, parted: 1.5, hyphenated: 0.3, torn: 2 };

/** A way of setting a text, and what it looks like. */
export interface MeasuredLetters {
  readonly letters: SetLetters;
  /** What speaks against its lines, in the costs of a place. */
  readonly flaw: number;
  readonly drawn: RenderedText;
}

/** Draws a text in every shape worth trying, best first, for the placement to choose from. */
export async function measurePanelText(sharp: Sharp, input: MeasurePanelTextInput): Promise<MeasuredLetters[]> {
  return Promise.all(waysToSet(input).map(async (way) => ({ ...way, drawn: await drawLetters(sharp, way.letters) })));
}

type Way = Omit<MeasuredLetters, 'drawn'>;

function waysToSet({ text, language, fontSize, vertical, panel, users }: MeasurePanelTextInput): Way[] {
  const { kind } = text;
  const along = (vertical ? panel.height : panel.width) / fontSize;
  if (kind === 'sfx') {
    const words = cleaned(withoutMarks(text.text), language, users);
    return soundsThatFit(words, along).map(({ words: sound, scale }) => ({
      flaw: 0,
      letters: {
        kind,
        language,
        font: soundFamilies(sound, language, users)[0] ?? '',
        size: Math.round(scale * fontSize),
        vertical,
        align: 'middle',
        italic: false,
        lines: sound.split('\n').map((line) => [{ text: line, emphasised: false }]),
      },
    }));
  }
  // More letters than the whole panel holds are neither broken nor drawn: that takes seconds, and a picture as high as a house.
  const written = vertical ? withFullWidth(text.text) : text.text;
  const words = withoutMarks(written);
  const across = (vertical ? panel.width : panel.height) / fontSize;
  if (letterWidths(words, language, users)(words) * leastLine > along * across) return [];
  const isCaption = kind === 'caption';
  const shapes = vertical ? columnShapes : isCaption ? captionShapes : balloonShapes;
  const broken = shapes.map(({ aspect, share }) =>
    breakText({
      text: written,
      language,
      most: vertical ? Math.max(along * share, Math.min(leastColumn, along * 0.75)) : along * share,
      aspect,
      shape: isCaption || vertical ? 'block' : 'lens',
      users,
      // Columns and screams get no hyphen that the author did not write.
      hyphens: !vertical && text.style !== 'shout',
    }),
  );
  const font = familiesFor(words, language, users)[0] ?? '';
  // Whole words first, whatever the shape of their block.
  const best = Object.keys(cuts).flatMap((cut) => broken.filter((it) => it.cut === cut));
  const fitting = unlike(best).filter(({ lines }) => lines.length * leastLine <= across);
  return fitting.map(({ lines, cut }) => ({
    flaw: cuts[cut],
    letters: {
      kind,
      language,
      font,
      size: fontSize,
      vertical,
      align: isCaption ? 'start' : 'middle',
      italic: kind === 'thought',
      lines,
    },
  }));
}

/** Each way of breaking once. */
const unlike = (ways: readonly BrokenText[]): BrokenText[] => [
  ...new Map(ways.map((way) => [JSON.stringify(way.lines), way] as const)).values(),
];

interface SoundShape {
  readonly words: string;
  /** Font sizes. */
  readonly scale: number;
}

/** A sound as the author wrote it, in every size that fits into `room` (font sizes); if none does, broken over two lines. */
function soundsThatFit(sound: string, room: number): SoundShape[] {
  const fitting = (words: string) => {
    const longest = Math.max(...words.split('\n').map(estimatedWidth));
    return soundScales.filter((scale) => longest * scale <= room).map((scale) => ({ words, scale }));
  };
  const whole = fitting(sound);
  return whole.length > 0 ? whole : fitting(inTwoLines(sound));
}

/** Where each part of a text begins in it. */
function startsOf(parts: readonly string[]): number[] {
  let start = 0;
  return parts.map((part) => {
    const own = start;
    start += part.length;
    return own;
  });
}

/** Broken at the space, or behind the mark, or else between the letters, that leaves two lines of most similar length. */
function inTwoLines(sound: string): string {
  const line = sound.replaceAll(/\s+/g, ' ').trim();
  const spaces = [...line.matchAll(/ /g)].map(({ index }) => index);
  const letters = startsOf(tearable(line)).slice(1);
  const marks = letters.filter((at) => /[!！?？、。…]$/u.test(line.slice(0, at)) && isEven(line, at));
  const places = [spaces, marks].find((some) => some.length > 0) ?? letters;
  const lopsided = (at: number) => Math.abs(estimatedWidth(line.slice(0, at)) - estimatedWidth(line.slice(at)));
  const [best] = places.toSorted((a, b) => lopsided(a) - lopsided(b));
  return best === undefined ? line : `${line.slice(0, best).trim()}\n${line.slice(best).trim()}`;
}

/** Whether neither part is twice as long as the other. */
function isEven(line: string, at: number): boolean {
  const [before, behind] = [estimatedWidth(line.slice(0, at)), estimatedWidth(line.slice(at))];
  return Math.max(before, behind) < 2 * Math.min(before, behind);
}

/** In font sizes, accurate to a tenth. */
function estimatedWidth(word: string): number {
  let width = 0;
  for (const letter of word) {
    if (/[\u1100-\u11FF\u2E80-\uD7FF\uF900-\uFAFF\uFF00-\uFF60]/.test(letter)) width += 1;
    else if (/\p{M}/u.test(letter)) width += 0;
    else if (/[ijlI.,:;!'’|]/.test(letter)) width += 0.28;
    else if (/[mwMW…—]/.test(letter)) width += 0.85;
    else width += /\p{Lu}/u.test(letter) ? 0.66 : 0.54;
  }
  return width;
}
