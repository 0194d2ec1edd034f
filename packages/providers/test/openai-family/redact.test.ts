import { expect, test } from 'vitest';
import { redact } from '../../src/openai-family/redact.ts';

test.each([
  ['key my-own-secret is wrong', 'key *** is wrong'],
  ['Incorrect API key provided: sk-proj-abc***xyz9.', 'Incorrect API key provided: sk-***.'],
  ['authorization: Bearer eyJhbGciOi.JIUzI1NiJ9', 'authorization: Bearer ***'],
  ['see https://blob.example/a.png?sig=abc&se=1 now', 'see https://blob.example/a.png?… now'],
  ['see https://user:pass@host.example/a', 'see https://host.example/a'],
  ['see https://platform.openai.com/account/api-keys.', 'see https://platform.openai.com/account/api-keys.'],
  ['  two\n lines ', 'two lines'],
])('%s', (words, clean) => {
  expect(redact(words, ['my-own-secret'])).toBe(clean);
});

test('a page is cut, and a secret too short to be one is left', () => {
  expect(redact('x'.repeat(10_000), ['x']).length).toBeLessThan(1_000);
});
