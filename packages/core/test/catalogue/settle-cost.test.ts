import { describe, expect, it } from 'vitest';
import { findModel } from '../../src/catalogue/find-model.ts';
import { priceRequest } from '../../src/catalogue/price-request.ts';
import { settleCost, type Usage } from '../../src/catalogue/settle-cost.ts';
import { parseSize } from '../../src/catalogue/size-rule.ts';

const gpt = findModel({ provider: 'openai', model: 'gpt-image-2' });
const banana = findModel({ provider: 'fal', model: 'nano-banana-2' });
const request = {
  method: 'one-call' as const,
  size: parseSize('1024x1024'),
  prompt: 'a hare runs',
  panels: [1, 2, 3, 4],
  references: [],
};
const usage = (over: Partial<Usage>): Usage => ({
  textIn: 0,
  cachedTextIn: 0,
  imageIn: 0,
  cachedImageIn: 0,
  imageOut: 0,
  textOut: 0,
  ...over,
});

describe('settleCost', () => {
  it.each([
    ['a prompt, a reference and a frame', { textIn: 200, imageIn: 1_024, imageOut: 1_756 }, 1_000 + 8_192 + 52_680],
    ['cached tokens', { cachedTextIn: 100, cachedImageIn: 1_000 }, 125 + 2_000],
    ['text out, which has no rate of its own', { textOut: 10 }, 300],
    ['a part of a millionth', { cachedTextIn: 1 }, 2],
    ['nothing', {}, 0],
    [
      'a language model',
      { imageOut: 100, responses: { in: 1_000, cachedIn: 1_000, out: 100 } },
      3_000 + 2_500 + 250 + 1_500,
    ],
  ])('bills %s', (_what, tokens, cost) => {
    expect(settleCost(gpt, request, { usage: usage(tokens) })).toBe(cost);
  });

  it('has its own rates for each model', () => {
    const mini = findModel({ provider: 'openai', model: 'gpt-image-1-mini' });
    expect(settleCost(mini, request, { usage: usage({ textIn: 100, imageIn: 100, imageOut: 1_000 }) })).toBe(
      200 + 250 + 8_000,
    );
    const classic = findModel({ provider: 'openai', model: 'gpt-image-1.5' });
    expect(settleCost(classic, request, { usage: usage({ textOut: 100, imageOut: 1_000 }) })).toBe(1_000 + 32_000);
  });

  it('uses the expected price without a usage report', () => {
    expect(settleCost(gpt, request, { usage: null })).toBe(priceRequest(gpt, request).expected);
  });

  it('pays per frame for the frames that arrived, whatever tokens are reported', () => {
    const frame = priceRequest(banana, { ...request, panels: [1] }).expected;
    expect(settleCost(banana, request, { usage: usage({ imageOut: 99_999 }) })).toBe(4 * frame);
    expect(settleCost(banana, request, { usage: null, frames: 3 })).toBe(3 * frame);
    expect(settleCost(banana, request, { usage: null, frames: 0 })).toBe(0);
  });

  it('pays for a contact sheet as a whole', () => {
    const sheet = { ...request, method: 'contact-sheet' as const };
    expect(settleCost(gpt, sheet, { usage: null })).toBe(priceRequest(gpt, sheet).expected);
  });
});
