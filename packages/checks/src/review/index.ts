export { composeReview, type ReviewCharacter, type ReviewQuestion, type ReviewShot } from './compose-review.ts';
export { type FrameAnswers, questionnaireVersion, reviewForm } from './questionnaire.ts';
export { type ReadAnswers, readAnswers } from './read-answers.ts';
export { describeMismatches, type Mismatch, type Weighed, weighAnswers } from './weigh-answers.ts';
