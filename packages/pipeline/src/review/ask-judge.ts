import { type ChatMessage, repairAnswer } from '@nextpanel/chat';
import {
  composeReview,
  type FrameAnswers,
  questionnaireVersion,
  type ReviewQuestion,
  readAnswers,
} from '@nextpanel/checks/review';
import { say } from '@nextpanel/core';
import type { Reviewing } from '../context.ts';
import type { Turn } from '../draw/turn.ts';
import { askOnce } from './ask-once.ts';

/** What the judge answered about the frames it was asked about, by number; and why there is no answer about others. */
export interface Judged {
  readonly answers: ReadonlyMap<number, FrameAnswers>;
  readonly notReviewed: ReadonlyMap<number, string>;
}

/** What one review works with. */
export interface Reviewer {
  readonly turn: Turn;
  readonly reviewing: Reviewing;
  readonly model: string;
  /** What all reviews of the story may cost, in millionths of a dollar; null: no limit of its own. */
  readonly most: number | null;
  /** Aborted when the review has taken long enough. */
  readonly deadline: AbortSignal;
}

/**
 * Asks the judge about some frames: one call, and one more with the mistakes in words when its answer cannot be used. An answer that was
 * cut at the model's limit is asked for in halves. Whatever fails is a reason, never an error, except what ends the turn.
 *
 * @param panelOf the id of the panel that a frame of the question shows
 */
export async function askJudge(
  reviewer: Reviewer,
  question: ReviewQuestion,
  panelOf: (frame: number) => string,
): Promise<Judged> {
  const { judge } = reviewer.reviewing;
  const messages = composeReview(question);
  const size = {
    frames: question.shots.length,
    characters: question.shots.reduce((total, { characters }) => total + characters.length, 0),
  };
  const ask = (asked: readonly ChatMessage[]) =>
    askOnce(reviewer, {
      messages: asked,
      size,
      version: questionnaireVersion,
      panels: [...new Set(question.shots.map(({ frame }) => panelOf(frame)))],
    });
  const none = (reason: string): Judged => ({
    answers: new Map(),
    notReviewed: new Map(question.shots.map(({ frame }) => [frame, reason])),
  });
  const first = await ask(messages);
  if (first.kind === 'failed') return none(first.reason);
  const { refusal, cut, text } = first.answer;
  if (refusal !== null) return none(say('review.declined', { words: refusal.slice(0, 200) }));
  if (cut && question.shots.length > 1) return inHalves(reviewer, question, panelOf);
  if (cut) return none(say('review.cut'));
  const read = readAnswers(text, question.shots);
  if (read.kind === 'answers') return answered(read.frames);
  const repaired = await ask(repairAnswer(messages, text, read.mistakes));
  if (repaired.kind === 'failed')
    return none(say('review.unusable.again', { words: mistakeOf(read.mistakes), said: repaired.reason }));
  const again = readAnswers(repaired.answer.text, question.shots);
  if (again.kind === 'answers') return answered(again.frames);
  // It knows this form of answer and does not keep to it: another story of this process is asked in the next one.
  const level = judge.below(judge.level(reviewer.model));
  if (level !== null) judge.learn(reviewer.model, level);
  return none(say('review.unusable', { words: mistakeOf(again.mistakes) }));
}

const mistakeOf = ([mistake = '']: readonly string[]): string => mistake;

const answered = (frames: readonly FrameAnswers[]): Judged => ({
  answers: new Map(frames.map((answers) => [answers.frame, answers])),
  notReviewed: new Map(),
});

async function inHalves(
  reviewer: Reviewer,
  { references, shots }: ReviewQuestion,
  panelOf: (frame: number) => string,
): Promise<Judged> {
  const middle = Math.ceil(shots.length / 2);
  const halves: Judged[] = [];
  for (const half of [shots.slice(0, middle), shots.slice(middle)])
    halves.push(await askJudge(reviewer, { references, shots: half }, panelOf));
  return {
    answers: new Map(halves.flatMap(({ answers }) => [...answers])),
    notReviewed: new Map(halves.flatMap(({ notReviewed }) => [...notReviewed])),
  };
}
