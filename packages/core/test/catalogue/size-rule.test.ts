import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../src/catalogue/built-in-catalogue.ts';
import { findModel } from '../../src/catalogue/find-model.ts';
import { openaiCompatibleModel } from '../../src/catalogue/models/openai-compatible.ts';
import { askedSize, checkSize, formatSize, nearestSize, parseSize } from '../../src/catalogue/size-rule.ts';

const gpt = findModel({ provider: 'openai', model: 'gpt-image-2' });
const classic = findModel({ provider: 'openai', model: 'gpt-image-1.5' });
const banana = findModel({ provider: 'fal', model: 'nano-banana-2' });
const flux = findModel({ provider: 'fal', model: 'flux-2-pro' });
const board = findModel({ provider: 'storyboard', model: undefined });
const byId = (id: string) => [gpt, classic, banana, flux, board].find((model) => model.id === id) ?? gpt;

describe('checkSize', () => {
  it.each(['1024x1024', '1536x1024', '1024x1536', '2048x2048', '2048x1152', '3840x2160', '2160x3840', '1920x1088'])(
    'gpt-image-2 draws %s',
    (size) => {
      expect(checkSize(gpt, parseSize(size))).toEqual({ kind: 'pixels', pixels: parseSize(size) });
    },
  );

  it.each([
    ['gpt-image-2', '1920x1080', '1920x1088', /multiples of 16/],
    ['gpt-image-2', '4096x2160', '3840x2160', /16 to 3840 pixels/],
    ['gpt-image-2', '512x512', '816x816', /655,360 to 8,294,400/],
    ['gpt-image-2', '3840x3840', '2880x2880', /655,360 to 8,294,400/],
    ['gpt-image-2', '3200x640', '2496x832', /at most 3 times/],
    ['gpt-image-1.5', '1024x1000', '1024x1024', /1024x1024, 1536x1024, 1024x1536/],
    ['gpt-image-1.5', '1920x1080', '1536x1024', /it draws/],
    ['flux-2-pro', '2064x1024', '2048x1024', /256 to 2048/],
    ['flux-2-pro', '1000x1000', '1008x1008', /multiples of 16/],
    ['nano-banana-2', '1000x600', '1368x768', /ratios 1:1, 16:9/],
    ['nano-banana-2', '8192x8192', '4096x4096', /resolutions 0.5K, 1K, 2K, 4K/],
    ['storyboard-1', '16x16', '64x64', /64 to 4096 pixels/],
    ['storyboard-1', '5000x100', '4096x100', /64 to 4096 pixels/],
  ])('%s does not draw %s; the nearest is %s', (id, size, nearest, why) => {
    const refusal = expect.objectContaining({
      code: 'size_unsupported',
      detail: { pointer: '/render/size', nearest },
      message: expect.stringMatching(why) as string,
    }) as unknown;
    expect(() => checkSize(byId(id), parseSize(size))).toThrow(refusal as Error);
  });

  it.each([
    ['1024x1024', '1:1', '1K', '1024x1024'],
    ['512x512', '1:1', '0.5K', '512x512'],
    ['1536x1024', '3:2', '2K', '2512x1672'],
    ['1920x1080', '16:9', '2K', '2728x1536'],
    ['1376x768', '16:9', '1K', '1368x768'],
    ['1408x768', '16:9', '1K', '1368x768'],
    ['3840x2160', '16:9', '4K', '5464x3072'],
    ['832x1248', '2:3', '1K', '840x1256'],
  ])('nano-banana-2 is asked for %s by %s at %s', (size, aspectRatio, resolution, pixels) => {
    expect(checkSize(banana, parseSize(size))).toEqual({
      kind: 'ratio',
      aspectRatio,
      resolution,
      pixels: parseSize(pixels),
    });
  });
});

describe('nearestSize', () => {
  const rules = [...builtInCatalogue.models, openaiCompatibleModel('any')].map(({ id, size }) => ({ id, size }));
  const anySize = fc.record({
    width: fc.integer({ min: 10, max: 9_000 }),
    height: fc.integer({ min: 10, max: 9_000 }),
  });

  it('is always a size that is drawn', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rules), anySize, ({ size: rule }, size) => {
        const nearest = nearestSize(rule, size);
        expect(nearest && askedSize(rule, nearest)).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('of a size that is drawn by its pixels is that size', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rules), anySize, ({ size: rule }, size) => {
        const drawn = nearestSize(rule, size);
        if (drawn === null || rule.rule === 'ratio') return;
        expect(nearestSize(rule, drawn)).toEqual(drawn);
      }),
      { numRuns: 300 },
    );
  });

  it('is no farther than any other allowed size of gpt-image-2', () => {
    const far = (a: { width: number; height: number }, b: { width: number; height: number }) =>
      Math.log(a.width / b.width) ** 2 + Math.log(a.height / b.height) ** 2;
    const multiple = fc.integer({ min: 1, max: 240 }).map((steps) => steps * 16);
    fc.assert(
      fc.property(anySize, fc.record({ width: multiple, height: multiple }), (wanted, other) => {
        if (askedSize(gpt.size, other) === null) return;
        const nearest = nearestSize(gpt.size, wanted);
        expect(nearest && far(nearest, wanted)).toBeLessThanOrEqual(far(other, wanted) + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('of a rule that allows nothing is null', () => {
    const rule = { ...gpt.size, rule: 'free', multipleOf: 1_000, minEdge: 10, maxEdge: 900 } as typeof gpt.size;
    expect(nearestSize(rule, parseSize('1024x1024'))).toBeNull();
  });
});

it('formatSize is the reverse of parseSize', () => {
  expect(formatSize(parseSize('1536x1024'))).toBe('1536x1024');
});
