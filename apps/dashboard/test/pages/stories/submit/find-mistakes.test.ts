import { ApiError, ServerUnreachable } from '@nextpanel/client';
import { expect, test } from 'vitest';
import { findMistakes, withoutLocalPictures } from '../../../../src/pages/stories/submit/find-mistakes.ts';

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

test('lines from the server are kept', () => {
  const mistake = { pointer: '/title', detail: 'short', line: 7, column: 2 };
  expect(findMistakes(refusal([mistake]), text)).toEqual([mistake]);
});

test('an error without a line gets the line of its key, if the key is unique', () => {
  const lineOf = (pointer: string, source = text) =>
    findMistakes(refusal([{ pointer, detail: '' }]), source)?.[0]?.line;
  expect(lineOf('/render/model')).toBe(3);
  expect(lineOf('/panels/0')).toBe(2);
  expect(lineOf('/render/quality')).toBeUndefined();
  expect(lineOf('/render/model', `${text}model: y`)).toBeUndefined();
  expect(lineOf('/render/provider', '{\n "render": {\n  "provider": "openai"\n }}')).toBe(3);
});

test('a refusal without positions is one error; no answer and server failures are not errors of the story', () => {
  expect(findMistakes(refusal([], 400), text)).toEqual([{ pointer: '', detail: 'no' }]);
  expect(findMistakes(refusal([], 503), text)).toBeNull();
  expect(findMistakes(new ServerUnreachable('', null), text)).toBeNull();
});

test('pictures on this machine are no mistakes of their own; a wrong address stays one', () => {
  const story =
    'characters:\n  - { id: hare, references: [./hare.png, ftp://a/b.png] }\nprops:\n  - { id: cup, references: [./cup.png] }\n';
  const at = (pointer: string) => ({ pointer, detail: 'no' });
  const mistakes = ['/characters/0/references/0', '/characters/0/references/1', '/props/0/references/0', '/title'].map(
    at,
  );
  expect(withoutLocalPictures(mistakes, story).map(({ pointer }) => pointer)).toEqual([
    '/characters/0/references/1',
    '/title',
  ]);
});
