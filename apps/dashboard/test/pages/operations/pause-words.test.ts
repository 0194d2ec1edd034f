import { expect, test } from 'vitest';
import { pauseWords } from '../../../src/pages/operations/pause-words.ts';

test('a pause by an operator is shown as such', () => {
  expect(pauseWords('paused by an operator')).toEqual({ why: 'Paused by an operator.', remedy: null, detail: null });
});

test("a cause is explained, with the provider's message", () => {
  const words = pauseWords('wrong_credentials: OpenAI does not accept the key: sk-…; correct OPENAI_API_KEY');
  expect(words.why).toContain('does not accept the key');
  expect(words.remedy).toContain('Correct the key');
  expect(words.detail).toBe('OpenAI does not accept the key: sk-…; correct OPENAI_API_KEY');
});
