import type { z } from 'zod';
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
  const json = cutOut(text);
  if (json === null) return unreadable(['there is no JSON object in the answer']);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return unreadable([`the JSON is broken: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const parsed = answersSchema.safeParse(value);
  if (!parsed.success) return unreadable(parsed.error.issues.map(describe));
  const { frames } = parsed.data;
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
  return mistakes.length > 0 ? unreadable(mistakes) : { kind: 'answers', frames };
}

const unreadable = (mistakes: readonly string[]): ReadAnswers => ({
  kind: 'unreadable',
  mistakes: mistakes.slice(0, mistakesMost),
});

/** From the first brace to the last one. */
function cutOut(text: string): string | null {
  const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')];
  return from === -1 || to < from ? null : text.slice(from, to + 1);
}

function describe({ path, message }: z.core.$ZodIssue): string {
  const place = path.map(String).join('.');
  return `${place === '' ? 'the answer' : place}: ${message}`;
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
