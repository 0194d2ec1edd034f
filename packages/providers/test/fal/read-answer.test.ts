import { expect, test } from 'vitest';
import { readUsage } from '../../src/fal/read-answer.ts';

test('usage in the words of OpenAI is taken apart', () => {
  const usage = {
    input_tokens: 1_050,
    input_tokens_details: { text_tokens: 50, image_tokens: 1_000 },
    output_tokens: 1_756,
    output_tokens_details: { image_tokens: 1_700, text_tokens: 56 },
    total_tokens: 2_806,
  };
  expect(readUsage(usage)).toEqual({
    textIn: 50,
    cachedTextIn: 0,
    imageIn: 1_000,
    cachedImageIn: 0,
    imageOut: 1_700,
    textOut: 56,
  });
});

test('cached tokens are not counted twice', () => {
  const usage = {
    input_tokens: 1_050,
    input_tokens_details: {
      text_tokens: 50,
      image_tokens: 1_000,
      cached_tokens_details: { text_tokens: 20, image_tokens: 900 },
    },
    output_tokens: 196,
  };
  expect(readUsage(usage)).toMatchObject({
    textIn: 30,
    cachedTextIn: 20,
    imageIn: 100,
    cachedImageIn: 900,
    imageOut: 196,
  });
});

test('usage in any other form is ignored', () => {
  for (const usage of [undefined, null, 3, {}, { output_tokens: -1 }, { output_tokens: '12' }]) {
    expect(readUsage(usage)).toBeNull();
  }
});
