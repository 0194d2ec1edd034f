import { expect, test } from 'vitest';
import { creditLines } from '../../src/index.ts';

// cspell:ignore النص طه حسين مילים
test('a name that runs against the language stands on a line of its own, so that its marks stay at its end', () => {
  expect(creditLines('Words', 'Martin Luther King Jr.', 'en')).toEqual(['Words: Martin Luther King Jr.']);
  expect(creditLines('النص', 'Martin Luther King Jr.', 'ar')).toEqual(['النص:', 'Martin Luther King Jr.']);
  expect(creditLines('النص', 'طه حسين', 'ar')).toEqual(['النص: طه حسين']);
  expect(creditLines('Words', '“طه حسين”', 'en')).toEqual(['Words:', '“طه حسين”']);
  expect(creditLines('Words', '2026', 'en')).toEqual(['Words: 2026']);
});
