import { describe, expect, it } from 'vitest';
import { layOutPage } from '../../src/layout/layouts.ts';
import { paperOf } from '../../src/layout/live-area.ts';
import { pagePresetNames, pagePresets } from '../../src/layout/page-sizes.ts';
import { book, bottom, panelsOf, settingsOf, settled } from './any-story.ts';

describe('a storybook', () => {
  it('has one picture a page, with at least 18 % of the live height below it for its text', () => {
    for (const preset of pagePresetNames) {
      const { live } = paperOf(pagePresets[preset]);
      const sheets = book(panelsOf('nwt'), settingsOf('storybook', preset));
      expect(sheets.length).toBe(3);
      for (const [slot, ...others] of sheets.map(({ slots }) => slots).flatMap((slots) => [slots])) {
        expect(others).toEqual([]);
        expect(slot?.textBox?.height).toBeGreaterThanOrEqual(0.18 * live.height);
        expect(slot?.textBox?.y).toBeGreaterThan(slot === undefined ? 0 : bottom(slot));
        expect(slot?.textBox?.width).toBe(live.width);
      }
    }
  });

  it('leaves more room below a picture for much narration, but never half of the page', () => {
    const textHeight = (narration: number) => {
      const panels = panelsOf('n').map((panel) => ({ ...panel, wordRoom: { inside: 900, narration } }));
      const [slot] = book(panels, settingsOf('storybook', 'square')).flatMap(({ slots }) => slots);
      return slot?.textBox?.height ?? 0;
    };
    const { live } = paperOf(pagePresets.square);
    expect(textHeight(113)).toBe(textHeight(0));
    expect(textHeight(453)).toBeGreaterThan(textHeight(113));
    expect(textHeight(100_000)).toBeLessThan(0.45 * live.height);
  });

  it('has wide pictures for wide panels and upright ones for tall panels', () => {
    for (const preset of pagePresetNames) {
      const [wide, tall] = book(panelsOf('wt'), settingsOf('storybook', preset)).flatMap(({ slots }) => slots);
      expect((wide?.width ?? 0) / (wide?.height ?? 1)).toBeGreaterThan(1.29);
      expect((tall?.width ?? 1) / (tall?.height ?? 1)).toBeLessThan(0.78);
    }
  });

  it('fills the paper with a splash', () => {
    const { width, height, slots } = layOutPage(settled(panelsOf('s')), settingsOf('storybook', 'square'), {
      number: 4,
      last: false,
    });
    expect(slots).toEqual([{ panel: 1, x: 0, y: 0, width, height, bleeds: true }]);
  });
});
