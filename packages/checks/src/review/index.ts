export { type ChatAnswer, type ChatLevel, type ChatMessage, type ChatPart, chatLevels } from './chat.ts';
export {
  composeReview,
  type ReviewCharacter,
  type ReviewQuestion,
  type ReviewShot,
  type ShownPicture,
} from './compose-review.ts';
export { type ChatCall, type Judge, openJudge } from './open-judge.ts';
export { type FrameAnswers, questionnaireVersion } from './questionnaire.ts';
export { type ReadAnswers, readAnswers } from './read-answers.ts';
export { repairReview } from './repair-review.ts';
export { describeMismatches, type Mismatch, type Weighed, weighAnswers } from './weigh-answers.ts';
