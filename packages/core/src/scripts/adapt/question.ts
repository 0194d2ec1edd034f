import type { z } from 'zod';

/** A message to a model, in words alone. */
export interface WordsMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** One question to a model, and how its answer is read. */
export interface ScriptQuestion<Value> {
  /** Under which the answer is asked for. */
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType<Value>;
  readonly messages: readonly WordsMessage[];
  /** Tokens that an answer is expected to have. */
  readonly answerTokens: number;
  /** What in an answer of the right form is not right, in words for the model. */
  readonly check: (value: Value) => Mistakes;
}

export interface Mistakes {
  /** With these the answer cannot be used. */
  readonly unusable: readonly string[];
  /** It can be used all the same; the coverage report shows them. */
  readonly flaws: readonly string[];
}

/** What the author wants, in the author's words. */
export interface AdaptationWishes {
  /** About how many panels the whole story is to have; null: as many as it needs. */
  readonly panels: number | null;
  readonly guidance: string | null;
}

/** Raised whenever the words or the form of the questions change: recorded answers of another version are not reused. */
export const adaptationVersion = 1;

export const askedBy = ({ guidance }: AdaptationWishes): string[] =>
  guidance === null ? [] : [`The author asks: ${guidance}`];
