import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../src/catalogue/built-in-catalogue.ts';
import { findModel } from '../../src/catalogue/find-model.ts';
import { planContactSheet } from '../../src/catalogue/plan-contact-sheet.ts';
import { askedSize, formatSize, parseSize } from '../../src/catalogue/size-rule.ts';
import { splitBatch } from '../../src/catalogue/split-batch.ts';

describe('planContactSheet', () => {
  it.each([
    ['openai', 'gpt-image-2', '1024x1024', 8, '2×4', '1920x3840'],
    ['openai', 'gpt-image-2', '1024x1536', 8, '4×2', '3312x2496'],
    ['openai', 'gpt-image-2', '1536x1024', 8, '2×4', '2496x3312'],
    ['openai', 'gpt-image-2', '1024x1024', 4, '2×2', '2048x2048'],
    ['openai', 'gpt-image-2', '1024x1024', 3, '1×3', '1024x3072'],
    ['openai', 'gpt-image-2', '1024x1024', 1, '1×1', '1024x1024'],
    ['openai', 'gpt-image-1.5', '1024x1024', 8, '2×4', '1024x1536'],
    ['fal', 'nano-banana-2', '1024x1024', 8, '3×3', '4096x4096'],
    ['fal', 'flux-2-pro', '1024x1024', 8, '3×3', '2048x2048'],
  ] as const)('%s %s: frames of %s, %i of them: %s on %s', (provider, model, frame, panels, grid, sheet) => {
    const plan = planContactSheet(findModel({ provider, model }).size, parseSize(frame), panels);
    expect(`${plan.columns}×${plan.rows}`).toBe(grid);
    expect(formatSize(plan.size)).toBe(sheet);
    expect(plan.blank).toBe(plan.columns * plan.rows - panels);
  });

  it('is always a picture the model draws, with room for every panel', () => {
    const frame = fc
      .constantFrom('1024x1024', '1536x1024', '1024x1536', '2048x1152', '768x1344', '3840x2160')
      .map(parseSize);
    fc.assert(
      fc.property(
        fc.constantFrom(...builtInCatalogue.models),
        frame,
        fc.integer({ min: 1, max: 8 }),
        ({ size: rule }, size, panels) => {
          const plan = planContactSheet(rule, size, panels);
          expect(askedSize(rule, plan.size)).not.toBeNull();
          expect(plan.blank).toBeLessThan(plan.rows);
          expect(plan.columns * plan.rows).toBe(panels + plan.blank);
        },
      ),
    );
  });
});

describe('splitBatch', () => {
  const panels = [1, 2, 3, 4, 5, 6, 7, 8];
  const split = (provider: 'openai' | 'fal', model: string, method: Parameters<typeof splitBatch>[1], references = 3) =>
    splitBatch(findModel({ provider, model }), method, panels, references).map(({ length }) => length);

  it.each([
    ['openai', 'gpt-image-2', 'panels', [1, 1, 1, 1, 1, 1, 1, 1]],
    ['openai', 'gpt-image-2', 'one-call', [8]],
    ['openai', 'gpt-image-2', 'series', [8]],
    ['openai', 'gpt-image-2', 'contact-sheet', [8]],
    ['fal', 'gpt-image-2', 'one-call', [4, 4]],
    ['fal', 'nano-banana-2', 'one-call', [4, 4]],
    ['fal', 'flux-2-pro', 'one-call', [1, 1, 1, 1, 1, 1, 1, 1]],
  ] as const)('%s %s by %s: %o', (provider, model, method, lengths) => {
    expect(split(provider, model, method)).toEqual(lengths);
  });

  it('asks by the endpoint that will be used', () => {
    expect(split('fal', 'imagen4', 'one-call', 0)).toEqual([4, 4]);
    expect(split('fal', 'imagen4', 'one-call', 1)).toHaveLength(8);
  });

  it('keeps every panel, in order', () => {
    expect(splitBatch({ imagesPerCall: { generate: 3, edit: 3 } }, 'one-call', panels, 0)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8],
    ]);
  });
});
