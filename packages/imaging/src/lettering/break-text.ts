// oxlint-disable-next-line typescript/triple-slash-reference -- a library without types of its own, seen from other programs, too
/// <reference path="./linebreak.d.ts" />

import { type BlockShape, type Breakable, breakLines, readEmphasis, type WordRun } from '@nextpanel/core';
import LineBreaker from 'linebreak';
import { letterWidths } from '../fonts/letter-widths.ts';
import { hyphenate } from './hyphenate.ts';
import { judgeTears } from './japanese-phrases.ts';
import { judgeHyphen } from './judge-hyphen.ts';
import { breakable, cleaned, isJapanese, type Kept, wordsOf } from './prepare-text.ts';

/** A line of lettering: its words, in the styles they are set in. */
export type Line = readonly WordRun[];

export interface BreakTextInput {
  /** With marks of emphasis. */
  readonly text: string;
  readonly language: string;
  /** Longest line, in font sizes. */
  readonly most: number;
  /** Breadth of the block over its height: along its lines, over across them. */
  readonly aspect: number;
  readonly shape: BlockShape;
  /** Families of the user's that it is set in. */
  readonly users?: readonly string[];
  /** Whether a word that is longer than a line may be hyphenated, where its language is. */
  readonly hyphens: boolean;
}

/** What happened because something was too long for a line: a phrase parted between its words, words hyphenated, or torn between any letters. */
export type Cut = 'whole' | 'parted' | 'hyphenated' | 'torn';

export interface BrokenText {
  readonly lines: Line[];
  readonly cut: Cut;
}

/** Height of a line, in font sizes: about what our fonts leave between two. */
const lineHeight = 1.25;

/** What is inserted to join or part letters for line breaking, and has done its work once the lines are broken. */
const joints = /[\u200B\u2060]/g;

/**
 * Breaks a text into lines, once: whatever draws it afterwards sets exactly these. Lines end where the language allows it, not inside
 * phrases if they fit, and inside a word only if the word alone is longer than a line: where it may be hyphenated, or, if that does not help,
 * anywhere.
 */
export function breakText({ text, language, most, aspect, shape, users = [], hyphens }: BreakTextInput): BrokenText {
  const plain = cleaned(text, language, users)
    .replaceAll(joints, '')
    .replaceAll(/[ \t]+/g, ' ');
  const width = letterWidths(plain, language, users);
  const letters = plain.split('\n').map((line) => lettersOf(line.trim()));
  const pieces = letters.flatMap((line) => piecesOf(line, language, 'phrases', width));
  const isTooLong = (piece: Piece): boolean => piece.width > most;
  // Only the phrase that is too long is broken inside, and inside a word only the word that is too long.
  const words = pieces.flatMap((piece) =>
    isTooLong(piece) ? inside(piece, piecesOf(piece.letters, language, 'words', width)) : [piece],
  );
  const syllables = words.flatMap((piece) =>
    hyphens && isTooLong(piece) ? inside(piece, hyphenated(piece, language, width)) : [piece],
  );
  const whole = syllables.flatMap((piece) =>
    isTooLong(piece) ? inside(piece, lettersOfPiece(piece, language, width)) : [piece],
  );
  const natural = whole.reduce((sum, piece) => sum + piece.width + piece.space, 0);
  const lines = Math.max(1, Math.round(Math.sqrt(natural / (aspect * lineHeight))));
  const ends = breakLines({ pieces: whole, lines, most, shape });
  return {
    lines: ends.map((end, line) => runsOf(lineOf(whole.slice(ends[line - 1] ?? 0, end)))),
    cut: cutOf([pieces, words, syllables].map((parts) => parts.some(isTooLong))),
  };
}

/** By whether a piece was too long as a phrase, as a word, and as a syllable. */
const cutOf = ([phrase, word, syllable]: readonly boolean[]): Cut =>
  syllable ? 'torn' : word ? 'hyphenated' : phrase ? 'parted' : 'whole';

/** The letters of a line, with the hyphen that a word needs which continues on the next one. */
function lineOf(pieces: readonly Piece[]): Letter[] {
  const letters = pieces.flatMap((piece) => piece.letters);
  const last = letters.at(-1);
  return pieces.at(-1)?.hyphen && last ? [...letters, { ...last, text: hyphen }] : letters;
}

interface Letter {
  readonly text: string;
  readonly emphasised: boolean;
}

interface Piece extends Breakable {
  readonly letters: readonly Letter[];
  /** A line that ends behind it needs a hyphen. */
  readonly hyphen?: true;
}

const hyphen = '-';

const lettersOf = (line: string): Letter[] =>
  readEmphasis(line).flatMap(({ text, emphasised }) => Array.from(text, (letter) => ({ text: letter, emphasised })));

/** A line of the author's in the pieces between which it may be broken. */
function piecesOf(letters: readonly Letter[], language: string, kept: Kept, width: (words: string) => number): Piece[] {
  const marked = breakable(letters.map(({ text }) => text).join(''), language, kept);
  let used = 0;
  const pieces: Piece[] = [];
  for (const part of partsOf(marked)) {
    const count = Array.from(part.replaceAll(joints, '')).length;
    const own = letters.slice(used, used + count);
    used += count;
    const words = own.map(({ text }) => text).join('');
    const bare = words.trimEnd();
    if (bare === '') continue;
    pieces.push({
      letters: own,
      width: width(bare),
      space: width(words.slice(bare.length)),
      ...(/[,.;:!?…、。，！？؟،।]["'”’»)]*$/u.test(bare) && { pauses: true }),
    });
  }
  const last = pieces.pop();
  return last === undefined ? [] : [...pieces, { ...last, ends: true }];
}

/** A hyphen with a word of one or two letters before or behind it, as in *dit-il* or *e-mail*: a line ends badly there. */
const shortAtHyphen = { before: /(?<!\p{L})\p{L}{1,2}[-‐]$/u, behind: /^\p{L}{1,2}(?!\p{L})/u };

/** The text between the places where a line may end. A dash or an ellipsis stays with the word before it. */
function partsOf(text: string): string[] {
  const breaker = new LineBreaker(text);
  const parts: string[] = [];
  let start = 0;
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) {
    const part = text.slice(start, next.position);
    start = next.position;
    const before = parts.at(-1) ?? '';
    const isMark = /^[—–―…‥-]/u.test(part) && before !== '' && !/[\s\u200B]$/u.test(before);
    const isShort =
      shortAtHyphen.before.test(before) || (/\p{L}[-‐]$/u.test(before) && shortAtHyphen.behind.test(part));
    if (isMark || isShort) parts[parts.length - 1] += part;
    else parts.push(part);
  }
  return parts;
}

/** What begins no line, and what ends none, also where a word is torn. */
const closing = /^[\p{Pe}\p{Pf}、。，．！？!?,.:;：；・ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…‥]/u;
const opening = /[\p{Ps}\p{Pi}]$/u;

/** Letters that stay together, in as small parts as may be. */
export function tearable(words: string): string[] {
  const parts: string[] = [];
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(words)) {
    const before = parts.at(-1);
    const stays =
      before !== undefined && (closing.test(segment) || opening.test(before) || isOneNumber(before, segment));
    if (stays) parts[parts.length - 1] += segment;
    else parts.push(segment);
  }
  return parts;
}

/** A number and what it counts, as *12匹* or *第3話*; more digits than those of a year or a price are torn as letters are. */
const isOneNumber = (before: string, behind: string): boolean =>
  (/(?<!\p{Nd})\p{Nd}{1,5}$/u.test(before) && /^[\p{Nd}\p{Script=Han}]/u.test(behind)) ||
  (before.endsWith('第') && /^\p{Nd}/u.test(behind));

/** The parts of a piece; behind the last one comes what came behind the piece. */
function inside({ space, ends, pauses }: Piece, parts: readonly Piece[]): Piece[] {
  return parts.map(({ ends: _ends, pauses: _pauses, ...part }, index) =>
    index < parts.length - 1 ? part : { ...part, space, ...(ends && { ends }), ...(pauses && { pauses }) },
  );
}

/** The parts of a word. A hyphen belongs to the width of a part, and is taken off again where the line continues. */
function hyphenated(piece: Piece, language: string, width: (words: string) => number): Piece[] {
  const word = piece.letters.map(({ text }) => text).join('');
  const parts = hyphenate(word, language);
  let used = 0;
  let read = 0;
  return parts.map((part, index) => {
    const count = Array.from(part).length;
    const letters = piece.letters.slice(used, used + count);
    used += count;
    read += part.length;
    const own = { letters, width: width(part.trimEnd()), space: 0 };
    if (index === parts.length - 1) return own;
    const flaw = judgeHyphen(word.slice(0, read), word.slice(read), language);
    return { ...own, width: own.width + width(hyphen), space: -width(hyphen), hyphen: true, flaw };
  });
}

/** A piece in letters as they are read. */
function lettersOfPiece(piece: Piece, language: string, width: (words: string) => number): Piece[] {
  const words = piece.letters.map(({ text }) => text).join('');
  const flawAt = isJapanese(words) ? judgeTears(wordsOf(words, language)) : () => 0;
  let used = 0;
  let read = 0;
  return tearable(words).map((segment) => {
    const count = Array.from(segment).length;
    const letters = piece.letters.slice(used, used + count);
    used += count;
    read += segment.length;
    return { letters, width: width(segment.trimEnd()), space: 0, flaw: flawAt(read) };
  });
}

/** Letters as runs of one style; the space at the end of a line is not set. */
function runsOf(letters: readonly Letter[]): Line {
  const runs: { text: string; emphasised: boolean }[] = [];
  for (const { text, emphasised } of letters) {
    const run = runs.at(-1);
    if (run?.emphasised === emphasised) run.text += text;
    else runs.push({ text, emphasised });
  }
  const last = runs.at(-1);
  if (last) last.text = last.text.trimEnd();
  return runs.filter(({ text }) => text !== '');
}
