import { paragraphsOf, sentencesOf } from '../prose.ts';

/** A sentence of prose, or a line of a screenplay. Its number, from 1, is its place in the list. */
export interface SourceUnit {
  readonly text: string;
  /** It is the first one of a paragraph. */
  readonly startsParagraph: boolean;
}

/**
 * A script in numbered pieces: a model names pieces by number, so what it leaves out or turns around can be seen, and what is spoken
 * need not be trusted to its memory.
 *
 * @param language BCP 47: by it prose is divided into sentences
 */
export function sourceUnits(text: string, format: 'prose' | 'fountain', language: string): readonly SourceUnit[] {
  if (format === 'prose') {
    const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
    return paragraphsOf(text).flatMap((paragraph) => unitsOf(sentencesOf(paragraph, segmenter)));
  }
  return text
    .split(/(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)/)
    .flatMap((block) => unitsOf(block.split(/\r\n?|\n/).map((line) => line.trim())));
}

const unitsOf = (pieces: readonly string[]): SourceUnit[] =>
  pieces.filter((text) => text !== '').map((text, index) => ({ text, startsParagraph: index === 0 }));

/** Units from one number to another, both included, as a model sees them. */
export const listUnits = (units: readonly SourceUnit[], { from, to }: UnitRange): string =>
  units
    .slice(from - 1, to)
    .map(({ text, startsParagraph }, index) => `${startsParagraph && index > 0 ? '\n' : ''}${from + index}| ${text}`)
    .join('\n');

/** Numbers of units, both included. */
export interface UnitRange {
  readonly from: number;
  readonly to: number;
}

/** Their words, for comparing. */
export const wordsOf = (units: readonly SourceUnit[], { from, to }: UnitRange): string =>
  units
    .slice(from - 1, to)
    .map(({ text }) => text)
    .join(' ');

/** What a model is shown in one call: about four pages of a novel. Longer texts make it skip. */
const lettersMost = 12_000;

/** Ranges that together are the whole script, divided between paragraphs where that is possible. */
export function divideUnits(units: readonly SourceUnit[]): readonly UnitRange[] {
  const ranges: UnitRange[] = [];
  let from = 1;
  let letters = 0;
  for (const [index, { text, startsParagraph }] of units.entries()) {
    const isFull = letters + text.length > lettersMost && index + 1 > from;
    if (isFull || (startsParagraph && letters > 0.8 * lettersMost)) {
      ranges.push({ from, to: index });
      from = index + 1;
      letters = 0;
    }
    letters += text.length;
  }
  return units.length === 0 ? [] : [...ranges, { from, to: units.length }];
}

/** Two halves of a range of more than one unit. */
export function halve({ from, to }: UnitRange): readonly [UnitRange, UnitRange] {
  const middle = Math.floor((from + to) / 2);
  return [
    { from, to: middle },
    { from: middle + 1, to },
  ];
}
