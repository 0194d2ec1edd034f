import { describe, expect, it } from 'vitest';
import { paperOf, withBleed } from '../../src/layout/live-area.ts';
import { gutterOf, pageLimits, pageOf, pagePresets } from '../../src/layout/page-sizes.ts';

describe('a page size', () => {
  it('is a preset, or one of the user’s own in inches, millimetres or centimetres', () => {
    expect(pageOf('us-comic').trim).toEqual({ width: 6.625, height: 10.25 });
    expect(pageOf('manga-b6').trim.width).toBeCloseTo(5.04, 2);
    expect(pageOf({ width: 210, height: 297, unit: 'mm' }).trim).toEqual(pageOf('a4').trim);
    expect(pageOf({ width: 21, height: 29.7, unit: 'cm' }).trim.height).toBeCloseTo(11.69, 2);
    expect(pageOf({ width: 7, height: 7.5, unit: 'in' })).toMatchObject({ name: '7x7.5in', bleed: 0.125 });
  });

  it('names where its numbers come from', () => {
    for (const [name, preset] of Object.entries(pagePresets)) {
      expect(preset.name).toBe(name);
      expect(preset.source.length).toBeGreaterThan(5);
      expect(preset.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(preset.gutters.at(-1)?.inches).toBe(preset.gutter);
    }
  });

  it('has a wider gutter in a thicker book, and is planned with the widest', () => {
    const pages = [24, 150, 151, 300, 301, 501, 701, 828].map((count) => gutterOf(pagePresets['kdp-6x9'], count));
    expect(pages).toEqual([0.375, 0.375, 0.5, 0.5, 0.625, 0.75, 0.875, 0.875]);
    expect(gutterOf(pagePresets.a4, 900)).toBe(pagePresets.a4.gutter);
  });

  it('keeps the widest gutter and the margin apart from panels, half of both on either side', () => {
    const { dpi, width, live } = paperOf(pagePresets['kdp-6x9']);
    expect([width, dpi]).toEqual([1800, 300]);
    expect(live).toEqual({ x: 188, y: 113, width: 1424, height: 2474 });
    // KDP's gutter for up to 500 pages.
    expect(live.x / dpi).toBeGreaterThanOrEqual(gutterOf(pagePresets['kdp-6x9'], 500));
  });

  it('leaves room for panels at its limits', () => {
    const { minInches, maxInches, ratio } = pageLimits;
    for (const [width, height] of [
      [minInches, minInches],
      [minInches, minInches * ratio],
      [maxInches, maxInches / ratio],
    ] as const) {
      const { live } = paperOf(pageOf({ width, height, unit: 'in' }));
      expect(Math.min(live.width, live.height)).toBeGreaterThan(400);
    }
  });

  it('bleeds over the edges that a slot lies on, and over no other', () => {
    const paper = paperOf(pagePresets.a5);
    const { width } = paper;
    const tier = withBleed({ x: 0, y: 0, width, height: 900 }, paper, pagePresets.a5);
    expect(tier).toEqual({ x: -38, y: -38, width: width + 76, height: 938 });
    const inside = { x: 200, y: 200, width: 500, height: 500 };
    expect(withBleed(inside, paper, pagePresets.a5)).toEqual(inside);
  });
});
