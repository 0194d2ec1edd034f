import { type PanelText, planPageMap, planSheets, type ReadingDirection, type SheetPlan } from '@nextpanel/core';
import { describe, expect, it } from 'vitest';
import { composeSheet } from '../src/compose-sheet.ts';
import { letterSheet } from '../src/lettering/letter-sheet.ts';
import { loadSharp } from '../src/load-sharp.ts';

/** What users send by mistake or on purpose: a page is composed or a clear error given, and nothing takes long. */
const planOf = (width: number, height: number, readingDirection: ReadingDirection = 'ltr'): SheetPlan => {
  const pages = planPageMap({ panels: [1], batchSize: 8 });
  const [sheet] = planSheets({ pages, frame: { width, height }, readingDirection, layout: 'grid' });
  if (sheet === undefined) throw new Error('no sheet');
  return sheet;
};

const says = (text: string, more: Partial<PanelText> = {}): PanelText => ({
  kind: 'speech',
  speaker: 'hare',
  text,
  drawnBy: 'overlay',
  ...more,
});

const story = { speakers: { hare: 'Hare' }, readingDirection: 'ltr' as const };
const letter = (text: readonly PanelText[], language = 'en', plan = planOf(1024, 1024)) =>
  letterSheet({ ...story, language, plan, panels: [{ number: 1, characters: ['hare', 'owl'], text }] });

describe('a frame of an odd shape', () => {
  it.each([
    [1, 1],
    [16_000, 2],
    [2, 16_000],
    [3, 1],
  ])('of %i×%i pixels is cropped to its slot, and said to be', async (width, height) => {
    const sharp = await loadSharp();
    const frame = await sharp({ create: { width, height, channels: 3, background: '#c00000' } })
      .png()
      .toBuffer();
    const plan = planOf(512, 512);
    const panels = [{ number: 1, frame, text: [says('Hello there!')] }];
    const { png, warnings } = await composeSheet({ ...story, language: 'en', plan, panels });
    expect(await sharp(png).metadata()).toMatchObject({ width: plan.width, height: plan.height });
    expect(warnings.map(({ code }) => code)).toEqual(width === height ? [] : ['frame_cropped']);
  });

  it.each([
    [2000, 12],
    [12, 2000],
  ])('a slot of %i×%i pixels has no room for a balloon, which is reported', async (width, height) => {
    const { panels } = await letter([says('Nobody is faster than me!')], 'en', planOf(width, height));
    expect(panels[0]?.texts).toEqual([]);
    expect(panels[0]?.warnings).toMatchObject([{ code: 'text_overflow' }]);
  });
});

// cspell:disable: letters in disorder
describe('a text', () => {
  it('of 5,000 characters is left out with its opening words, and its neighbours are drawn', async () => {
    for (const long of ['word '.repeat(1_000), 'A'.repeat(5_000), '山'.repeat(5_000)]) {
      const { panels } = await letter([says(long), says('Short.', { speaker: 'owl' })]);
      expect(panels[0]?.texts.map(({ speaker }) => speaker)).toEqual(['owl']);
      expect(panels[0]?.warnings[0]).toMatchObject({
        code: 'text_overflow',
        detail: expect.stringContaining('speech of Hare in panel 1'),
      });
    }
  });

  it.each([
    ['joiners between all letters', Array.from('Nobody is faster', (letter) => `${letter}\u200B\u2060\u200D`).join('')],
    ['a thousand invisible characters', `${'\u200B\uFEFF\u2060'.repeat(330)}Hello${'\u00AD'.repeat(300)}`],
    ['marks piled on a letter', `Z${'\u0337\u0322\u031B'.repeat(100)}algo`],
    ['overrides and isolates that are never closed', '\u202E\u2067Hello \u2066\u202Dthere'],
    ['line breaks alone', `One${'\n'.repeat(40)}two`],
  ])('with %s stays inside its picture', async (_, text) => {
    const { panels } = await letter([says(text)]);
    const [panel] = panels;
    for (const { box, block } of panel?.texts ?? []) {
      expect(box.width).toBeLessThanOrEqual(panel?.slot.width ?? 0);
      expect(block.width).toBeLessThanOrEqual(box.width);
      expect(box.height).toBeLessThanOrEqual(panel?.slot.height ?? 0);
    }
    expect((panel?.texts.length ?? 0) + (panel?.warnings.length ?? 0)).toBeGreaterThan(0);
  });

  it('of mixed directions has all its words, each once', async () => {
    const words = 'قال Tom: «12 ألف» (ABC) שלום!';
    for (const language of ['ar', 'he', 'en']) {
      const { panels } = await letter([says(words)], language);
      const lines = panels[0]?.texts[0]?.lines ?? [];
      const set = lines.map((line) => line.map(({ text }) => text).join('')).join(' ');
      expect(set.split(/\s+/)).toEqual(words.split(/\s+/));
    }
  });
});
