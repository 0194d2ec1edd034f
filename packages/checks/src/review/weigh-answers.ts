import { characterQuestions, type FrameAnswers, type FrameQuestion, frameQuestions } from './questionnaire.ts';

/** One thing that does not match. */
export interface Mismatch {
  /** Null: it concerns the frame as a whole. */
  readonly character: string | null;
  readonly question: string;
  /** The judge's, at most ten. */
  readonly words: string;
}

/** What the answers about a frame amount to. Only `mismatch` counts: `unsure` and `not_visible` never cost anything. */
export interface Weighed {
  readonly mismatches: readonly Mismatch[];
  /** Mismatches of the character that has most, and those of the frame as a whole. */
  readonly value: number;
  /** Those that a retake may correct. */
  readonly correctable: readonly Mismatch[];
}

/** What happens and where is a matter of taste more often than of fact: such a mismatch marks the panel and buys nothing. */
const onlyMarked: readonly FrameQuestion[] = ['action', 'place'];

export function weighAnswers(answers: FrameAnswers): Weighed {
  const ofFrame = frameQuestions.flatMap((question): Mismatch[] =>
    answers[question].answer === 'mismatch' ? [{ character: null, question, words: answers[question].words }] : [],
  );
  const ofCharacters = answers.characters.map((character) =>
    characterQuestions.flatMap((question): Mismatch[] =>
      character[question].answer === 'mismatch'
        ? [{ character: character.id, question, words: character[question].words }]
        : [],
    ),
  );
  return {
    mismatches: [...ofCharacters.flat(), ...ofFrame],
    value: Math.max(0, ...ofCharacters.map(({ length }) => length)) + ofFrame.length,
    correctable: [
      ...ofCharacters.flat(),
      ...ofFrame.filter(({ question }) => !(onlyMarked as readonly string[]).includes(question)),
    ],
  };
}

/** Mismatches in words: "hare: outfit (green coat, should be red scarf); people (a second tortoise)". */
export const describeMismatches = (mismatches: readonly Mismatch[]): string =>
  mismatches
    .map(
      ({ character, question, words }) =>
        `${character === null ? '' : `${character}: `}${question}${words === '' ? '' : ` (${words})`}`,
    )
    .join('; ');
