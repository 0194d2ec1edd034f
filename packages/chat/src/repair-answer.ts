import type { ChatMessage } from './chat.ts';

/** A long answer is cut before it is shown to the model once more. */
const lettersShown = 4_000;

/** The one further turn after an answer that could not be used: the model sees its answer and exactly what is wrong with it. */
export const repairAnswer = (
  messages: readonly ChatMessage[],
  answer: string,
  mistakes: readonly string[],
): readonly ChatMessage[] => [
  ...messages,
  { role: 'assistant', content: answer.slice(0, lettersShown) || '(nothing)' },
  {
    role: 'user',
    content: `This answer cannot be used:\n${mistakes.map((mistake) => `- ${mistake}`).join('\n')}\nAnswer once more with the complete JSON, and nothing else.`,
  },
];
