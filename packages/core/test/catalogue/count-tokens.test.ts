import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulaTokens, referenceTokens, textTokens } from '../../src/catalogue/count-tokens.ts';
import { parseSize } from '../../src/catalogue/size-rule.ts';

describe('formulaTokens', () => {
  it.each([
    ['gpt-image-2 low', 16, '1024x1024', 196],
    ['gpt-image-2 medium', 48, '1024x1024', 1_756],
    ['gpt-image-2 high', 96, '1024x1024', 7_024],
    ['2.5 medium', 24, '1024x1024', 439],
    ['2.5 xhigh', 64, '1024x1024', 3_122],
    ['gpt-image-2 high', 96, '1024x1536', 5_488],
    ['gpt-image-2 high', 96, '1792x1024', 5_063],
    ['gpt-image-2 high', 96, '3584x2048', 12_329],
  ])('%s (%i) at %s is the published %i', (_name, factor, size, tokens) => {
    expect(formulaTokens(factor, parseSize(size))).toBe(tokens);
  });

  const edge = fc.integer({ min: 16, max: 3_840 });
  const factor = fc.constantFrom(16, 24, 48, 64, 96);

  it('is the same lying and standing', () => {
    fc.assert(
      fc.property(factor, edge, edge, (q, width, height) => {
        expect(formulaTokens(q, { width, height })).toBe(formulaTokens(q, { width: height, height: width }));
      }),
    );
  });

  it('never falls with quality, nor with size at the same shape', () => {
    fc.assert(
      fc.property(factor, factor, edge, edge, fc.integer({ min: 1, max: 4 }), (a, b, width, height, scale) => {
        const size = { width, height };
        const larger = { width: width * scale, height: height * scale };
        expect(formulaTokens(Math.max(a, b), size)).toBeGreaterThanOrEqual(formulaTokens(Math.min(a, b), size));
        expect(formulaTokens(a, larger)).toBeGreaterThanOrEqual(formulaTokens(a, size));
      }),
    );
  });
});

describe('referenceTokens', () => {
  it.each([
    ['1024x1024', 1_024],
    ['1024x1536', 1_536],
    ['3840x2160', 1_536],
    // Enlarged to 1024, and to twice its size at most.
    ['512x512', 1_024],
    ['256x256', 256],
    ['100x50', 28],
  ])('%s is %i', (size, tokens) => {
    expect(referenceTokens(parseSize(size))).toEqual({ low: tokens, expected: tokens, high: 1_536 });
  });

  it('of a picture nobody has seen is a range', () => {
    expect(referenceTokens(null)).toEqual({ low: 64, expected: 1_024, high: 1_536 });
  });
});

describe('textTokens', () => {
  it('counts about four bytes of UTF-8', () => {
    expect(textTokens('a'.repeat(400))).toEqual({ low: 400 / 6, expected: 100, high: 200 });
    expect(textTokens('桃'.repeat(100))).toEqual({ low: 50, expected: 75, high: 200 });
    expect(textTokens('ж'.repeat(100)).expected).toBe(50);
    expect(textTokens('🐇'.repeat(100)).expected).toBe(100);
    expect(textTokens('')).toEqual({ low: 0, expected: 0, high: 0 });
  });
});
