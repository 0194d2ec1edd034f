import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../src/catalogue/built-in-catalogue.ts';
import { findModel } from '../../src/catalogue/find-model.ts';
import type { Model } from '../../src/catalogue/model.ts';
import { readCatalogueFile } from '../../src/catalogue/read-catalogue-file.ts';
import {
  fittingReference,
  type ScalingRequest,
  scaledKey,
  scaledReference,
} from '../../src/catalogue/scaled-reference.ts';
import { parseSize } from '../../src/catalogue/size-rule.ts';

const of = (provider: Model['provider'], model: string, catalogue = builtInCatalogue) =>
  findModel({ provider, model }, catalogue);
const sent = (model: Model, own: string, over: Partial<ScalingRequest> = {}) =>
  scaledReference(
    model,
    { method: 'panels', size: parseSize('512x512'), quality: undefined, panels: [1], references: 2, ...over },
    parseSize(own),
  );

describe('a reference is scaled to what the model sees', () => {
  const flux = of('fal', 'flux-2-pro');
  it.each([
    ['2048x2048', { width: 1_024, height: 1_024 }],
    ['2048x3072', { width: 836, height: 1_254 }],
    // Two megapixels cost as much as the picture, not more.
    ['1448x1448', null],
    ['1024x1024', null],
  ])('of several: %s', (own, size) => {
    expect(sent(flux, own)).toEqual(size);
  });

  it('of a single one it sees more', () => {
    expect(sent(flux, '2048x2048', { references: 1 })).toEqual({ width: 2_024, height: 2_024 });
  });

  it('only if it costs more than the picture', () => {
    expect(sent(flux, '2048x2048', { size: parseSize('2048x2048') })).toBeNull();
    const gpt = of('openai', 'gpt-image-2');
    expect(sent(gpt, '3000x4000', { size: parseSize('1024x1024'), quality: 'low' })).toEqual({
      width: 1_086,
      height: 1_448,
    });
    expect(sent(gpt, '3000x4000', { size: parseSize('1024x1024'), quality: 'high' })).toBeNull();
  });

  it('never where pictures cost nothing, or it is turned off, or not known', () => {
    expect(sent(of('fal', 'nano-banana-2'), '4096x4096')).toBeNull();
    expect(sent(of('openai-compatible', 'any'), '4096x4096')).toBeNull();
    const off = readCatalogueFile({ models: [{ provider: 'fal', id: 'flux-2-pro', reference: { sees: null } }] });
    expect(sent(of('fal', 'flux-2-pro', off), '2048x2048')).toBeNull();
  });
});

describe('a reference of more bytes than the model takes', () => {
  const banana = of('fal', 'nano-banana-2');
  it('is sent so small that any picture of that size fits', () => {
    const size = fittingReference(banana, parseSize('3840x2160'), 7_000_001);
    expect(size).toEqual({ width: 1_742, height: 979 });
    expect((size?.width ?? 0) * (size?.height ?? 0) * 4).toBeLessThan(banana.reference.maxBytes);
    expect(fittingReference(banana, parseSize('3840x2160'), 7_000_000)).toBeNull();
  });

  it('is never enlarged', () => {
    expect(fittingReference(banana, parseSize('100x50'), 8_000_000)).toEqual({ width: 100, height: 50 });
  });
});

it('keys name a scaled picture by what it is made of and its size', () => {
  expect(scaledKey('abc', { width: 836, height: 1_254 })).toBe('scaled:1:836x1254:abc');
});
