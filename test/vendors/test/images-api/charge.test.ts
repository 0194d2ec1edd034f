import { expect, test } from 'vitest';
import { chargeOf, inputImageTokens, outputTokens } from '../../src/images-api/charge.ts';
import { livingModel } from '../../src/images-api/models.ts';

const model = (id: string) => {
  const found = livingModel(id, '2026-11-22');
  if (found === undefined) throw new Error(id);
  return found;
};

test.each([
  ['gpt-image-2', 'low', 1_024, 1_024, 196],
  ['gpt-image-2', 'medium', 1_024, 1_024, 1_756],
  ['gpt-image-2', 'high', 1_024, 1_024, 7_024],
  ['gpt-image-2', 'high', 1_024, 1_536, 5_488],
  ['gpt-image-2', 'high', 1_792, 1_024, 5_063],
  ['gpt-image-2', 'high', 3_584, 2_048, 12_329],
  ['gpt-image-2.5-flare', 'medium', 1_024, 1_024, 439],
  ['gpt-image-2.5-flare', 'high', 1_024, 1_024, 1_756],
  ['gpt-image-2.5-flare', 'xhigh', 1_024, 1_024, 3_122],
  ['gpt-image-2.6-sunburst', 'max', 1_024, 1_024, 7_024],
  ['gpt-image-1.5', 'high', 1_024, 1_536, 6_240],
  ['gpt-image-1-mini', 'low', 1_536, 1_024, 400],
])('%s %s %i×%i is %i output tokens', (id, quality, width, height, tokens) => {
  expect(outputTokens(model(id), quality, { width, height })).toBe(tokens);
});

test.each([
  [1_024, 1_024, 1_024],
  [1_024, 1_536, 1_536],
  [3_840, 2_160, 1_536],
  [512, 512, 1_024],
  [256, 256, 256],
])('a reference of %i×%i is %i tokens', (width, height, tokens) => {
  expect(inputImageTokens({ width, height })).toBe(tokens);
});

test('references are charged for every picture of a call', () => {
  const size = { width: 1_024, height: 1_024 };
  const reference = { ...size, sha256: '', bytes: new Uint8Array(), mime: 'image/png' };
  const { costUsd, usage } = chargeOf({
    model: model('gpt-image-2'),
    prompt: 'x'.repeat(4_000),
    references: [reference, reference],
    quality: 'medium',
    size,
    images: 8,
    partialImages: 0,
  });
  expect(usage.input_tokens_details).toEqual({ text_tokens: 8_000, image_tokens: 16_384 });
  expect(costUsd).toBeCloseTo(8 * (0.005 + 2 * 0.0082 + 0.0527), 3);
});
