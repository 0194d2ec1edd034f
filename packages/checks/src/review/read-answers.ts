import { readJsonAnswer } from '@nextpanel/chat';
import type { ReviewShot } from './compose-review.ts';
import { answersSchema, type FrameAnswers } from './questionnaire.ts';

/** Answers to every frame that was asked about, or what keeps them from being used, in words for the judge. */
export type ReadAnswers =
  | { readonly kind: 'answers'; readonly frames: readonly FrameAnswers[] }
  | { readonly kind: 'unreadable'; readonly mistakes: readonly string[] };

/** More mistakes than these teach nothing. */
const mistakesMost = 8;

/**
 * Reads what a judge wrote, strictly: JSON of the form that was asked for, about the frames and characters that were asked about, each
 * once, and about no others. A fence around it, or words before it, are taken off.
 */
export function readAnswers(text: string, shots: readonly Pick<ReviewShot, 'frame' | 'characters'>[]): ReadAnswers {
  const read = readJsonAnswer(text, answersSchema);
  if (read.kind === 'unreadable') return read;
  const { frames } = read.value;
  const mistakes = [
    ...onceEach(
      'frame',
      frames.map(({ frame }) => String(frame)),
      shots.map(({ frame }) => String(frame)),
    ),
    ...shots.flatMap(({ frame, characters }) => {
      const answered = frames.find((it) => it.frame === frame);
      if (!answered) return [];
      return onceEach(
        `frame ${frame}: character`,
        answered.characters.map(({ id }) => id),
        characters.map(({ id }) => id),
      );
    }),
  ];
  return mistakes.length > 0
    ? { kind: 'unreadable', mistakes: mistakes.slice(0, mistakesMost) }
    : { kind: 'answers', frames };
}

function onceEach(what: string, answered: readonly string[], asked: readonly string[]): string[] {
  return [
    ...asked.filter((it) => !answered.includes(it)).map((it) => `${what} ${it} is missing`),
    ...[...new Set(answered)].filter((it) => !asked.includes(it)).map((it) => `${what} ${it} does not exist`),
    ...[...new Set(answered.filter((it, index) => answered.indexOf(it) !== index))].map(
      (it) => `${what} ${it} is there more than once`,
    ),
  ];
}
