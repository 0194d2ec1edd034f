import { APIError } from 'openai';
import { expect, test } from 'vitest';
import { readErrorBody, readRefusal } from '../../src/openai-family/read-refusal.ts';

const refusal = (headers: Record<string, string>) =>
  readRefusal(APIError.generate(429, { error: { message: 'slow down' } }, undefined, new Headers(headers)));

test.each([
  [{ 'retry-after-ms': '1500' }, 1_500],
  [{ 'retry-after': '90' }, 90_000],
  [{ 'retry-after': '0.25' }, 250],
  [{ 'retry-after-ms': '20', 'retry-after': '9' }, 20],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': 'Mon, 01 Jan 2001 00:00:00 GMT' }, 0],
  [{ 'retry-after': '99999999999' }, 86_400_000],
  [{}, undefined],
] as const)('%j is %s ms', (headers, ms) => {
  expect(refusal(headers)?.retryAfterMs).toBe(ms);
});

test("a date counts by the vendor's own clock, where it says what time it is", () => {
  const error = refusal({ date: 'Sun, 22 Nov 2026 12:00:00 GMT', 'retry-after': 'Sun, 22 Nov 2026 12:00:20 GMT' });
  expect(error?.retryAfterMs).toBe(20_000);
});

test('a date counts from now', () => {
  const date = new Date(Date.now() + 60_000).toUTCString();
  const waitMs = refusal({ 'retry-after': date })?.retryAfterMs ?? 0;
  expect(waitMs).toBeGreaterThan(57_000);
  expect(waitMs).toBeLessThanOrEqual(60_000);
});

test.each([
  [{ code: 'moderation_blocked' }, { stage: 'unknown', categories: [] }],
  [
    { code: 'moderation_blocked', moderation_details: { moderation_stage: 'output', categories: ['sexual', 7] } },
    { stage: 'output', categories: ['sexual'] },
  ],
  [
    {
      code: 'contentFilter',
      param: 'prompt',
      inner_error: {
        content_filter_results: { hate: { filtered: true }, jailbreak: { detected: true }, violence: {} },
      },
    },
    { stage: 'input', categories: ['hate', 'jailbreak'] },
  ],
  [
    { code: 'other', innererror: { code: 'ResponsibleAIPolicyViolation' } },
    { stage: 'unknown', categories: [] },
  ],
  [{ code: 'other' }, null],
  ['a sentence', null],
  [null, null],
])('moderation in %j', (body, moderation) => {
  expect(readErrorBody(body).moderation).toEqual(moderation);
});

test('what is no answer of the vendor is no refusal', () => {
  expect(readRefusal(new Error('broken'))).toBeNull();
  expect(readRefusal(new TypeError('fetch failed'))).toBeNull();
});
