import { expect, test } from 'vitest';
import { isAboutQuota } from '../src/is-about-quota.ts';

test.for([
  ['You exceeded your current quota', true],
  ['insufficient_quota', true],
  ['Please check your plan and billing details', true],
  ['Not enough credits', true],
  ['Rate limit reached for images per minute: Limit 20, Used 20', false],
  [
    'Requests have exceeded call rate limit of your current OpenAI S0 pricing tier. Please go here: https://aka.ms/oai/quotaincrease',
    false,
  ],
  ['Your credentials sent too many requests', false],
] as const)('a refusal that says "%s" is about money: %s', ([words, about]) => {
  expect(isAboutQuota(words)).toBe(about);
});
