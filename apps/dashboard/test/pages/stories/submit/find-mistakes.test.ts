import { ApiError, ServerUnreachable } from '@nextpanel/client';
import { expect, test } from 'vitest';
import { findMistakes, isAboutPictures } from '../../../../src/pages/stories/submit/find-mistakes.ts';

const refusal = (errors: NonNullable<ApiError['problem']['errors']>, status = 422) =>
  new ApiError({
    type: '',
    title: '',
    status,
    code: 'invalid',
    detail: 'no',
    ...(errors.length > 0 ? { errors } : {}),
  });
const text = 'title: The model\npanels: []\nrender: { provider: openai, model: x }\n';

test('the lines of the server are kept', () => {
  const mistake = { pointer: '/title', detail: 'short', line: 7, column: 2 };
  expect(findMistakes(refusal([mistake]), text)).toEqual([mistake]);
});

test('what came without a line gets that of its key, where there is but one', () => {
  const lineOf = (pointer: string, source = text) =>
    findMistakes(refusal([{ pointer, detail: '' }]), source)?.[0]?.line;
  expect(lineOf('/render/model')).toBe(3);
  expect(lineOf('/panels/0')).toBe(2);
  expect(lineOf('/render/quality')).toBeUndefined();
  expect(lineOf('/render/model', `${text}model: y`)).toBeUndefined();
  expect(lineOf('/render/provider', '{\n "render": {\n  "provider": "openai"\n }}')).toBe(3);
});

test('a refusal without places is one mistake; no answer, and a failure of the server, are none of the story', () => {
  expect(findMistakes(refusal([], 400), text)).toEqual([{ pointer: '', detail: 'no' }]);
  expect(findMistakes(refusal([], 503), text)).toBeNull();
  expect(findMistakes(new ServerUnreachable('', null), text)).toBeNull();
});

test('mistakes about pictures of characters are known by their place', () => {
  expect(isAboutPictures([{ pointer: '/characters/0/references/1', detail: '' }])).toBe(true);
  expect(isAboutPictures([{ pointer: '/characters/0/name', detail: '' }])).toBe(false);
});
