import { expect, test } from 'vitest';
import { readImagesAnswer } from '../../src/openai-family/read-images-answer.ts';
import type { Vendor } from '../../src/openai-family/vendor.ts';

const vendor: Vendor = { id: 'openai', name: 'OpenAI', keyVariable: 'OPENAI_API_KEY', secrets: [] };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const read = (answer: unknown, asked = 8) => readImagesAnswer(answer, asked, vendor);
const shown = (answer: unknown, asked?: number) =>
  read(answer, asked).pictures.map((it) => (it.kind === 'url' ? it.url : Buffer.from(it.bytes).toString()));

test('bytes, addresses and data URLs are read, in order and no more than asked for', () => {
  const data = [
    { b64_json: base64('one') },
    { url: 'https://host.example/two.png' },
    { url: `data:image/png;base64,${base64('three')}` },
    { b64_json: `data:image/png;base64,${base64('four')}` },
  ];
  expect(shown({ data })).toEqual(['one', 'https://host.example/two.png', 'three', 'four']);
  expect(shown({ data }, 2)).toEqual(['one', 'https://host.example/two.png']);
});

test('after a gap nobody can tell which panel a picture is of', () => {
  expect(shown({ data: [{ b64_json: base64('one') }, { b64_json: '' }, { b64_json: base64('three') }] })).toEqual([
    'one',
  ]);
  expect(shown({ data: [] })).toEqual([]);
});

test('usage is read with its details, without them as the dearer, and broken as none', () => {
  const usage = { input_tokens: 30, output_tokens: 200, total_tokens: 230 };
  const details = { input_tokens_details: { text_tokens: 10, image_tokens: 20 } };
  expect(read({ data: [], usage: { ...usage, ...details } }).usage).toMatchObject({
    textIn: 10,
    imageIn: 20,
    imageOut: 200,
  });
  expect(read({ data: [], usage }).usage).toMatchObject({ textIn: 0, imageIn: 30 });
  expect(read({ data: [], usage: { output_tokens: 'many' } }).usage).toBeNull();
  expect(read({ data: [] }).usage).toBeNull();
});

test('an error with status 200 is an error', () => {
  const answer = {
    created: 1,
    error: { code: 'contentFilter', message: 'Your task failed as a result of our safety system.' },
  };
  expect(() => read(answer)).toThrow(expect.objectContaining({ code: 'moderation_blocked', money: 'none' }));
});

test('neither a page nor an object that nobody documents says whether it was paid', () => {
  expect(() => read('<html>Sign in</html>')).toThrow(
    expect.objectContaining({ code: 'bad_response', money: 'possibly', retryable: true }),
  );
  expect(() => read({ images: [] })).toThrow(expect.objectContaining({ code: 'bad_response', money: 'possibly' }));
  expect(() => read(undefined)).toThrow(expect.objectContaining({ code: 'bad_response' }));
});
