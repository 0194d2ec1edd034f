import {
  layOutPage,
  layoutSettings,
  type PanelText,
  planPageMap,
  planSheets,
  type SheetLettering,
} from '@nextpanel/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { composeSheet } from '../../src/compose-sheet.ts';
import { drawBalloonsOf, drawLettering } from '../../src/lettering/draw-lettering.ts';
import { letterSheet } from '../../src/lettering/letter-sheet.ts';
import { loadSharp, type Sharp } from '../../src/load-sharp.ts';

let sharp: Sharp;
beforeAll(async () => {
  sharp = await loadSharp();
});

const texts: PanelText[] = [
  { kind: 'caption', text: 'The next morning.', drawnBy: 'overlay' },
  { kind: 'speech', speaker: 'hare', text: 'Nobody in this *whole* meadow is faster than me!', drawnBy: 'overlay' },
  { kind: 'thought', speaker: 'owl', text: 'We will see about that.', drawnBy: 'overlay' },
  { kind: 'sfx', text: 'CRASH', drawnBy: 'overlay' },
];

const plan = layOutPage(
  [1, 2].map((number) => ({ id: String(number), number, weight: 'wide', page: 'auto', pause: 'short' }) as const),
  layoutSettings({ readingDirection: 'ltr', book: { layout: 'comic' }, render: { size: 'auto', batchSize: 8 } }),
  { number: 1, last: true },
);

const planPanels = (count: number) => {
  const pages = planPageMap({ panels: Array.from({ length: count }, (_, index) => index + 1), batchSize: 8 });
  const frame = { width: 1024, height: 1024 };
  const [sheet] = planSheets({ pages, frame, readingDirection: 'ltr', layout: 'grid' });
  if (sheet === undefined) throw new Error('no sheet');
  return sheet;
};

const story = { speakers: {}, language: 'en', readingDirection: 'ltr' } as const;
const panels = plan.slots.map(({ panel }) => ({ number: panel, characters: ['hare', 'owl'], text: texts }));

describe('the lettering of a sheet', () => {
  it('is in points of the page, holds every text with its broken lines, and needs no picture', async () => {
    const lettering = await letterSheet({ ...story, plan, panels });
    expect(lettering).toMatchObject({ unit: 'pt', width: 477.12, height: 738 });
    expect(lettering.size).toBeCloseTo(8.9, 0);
    for (const panel of lettering.panels) {
      expect(panel.texts.map(({ kind }) => kind)).toEqual(['caption', 'speech', 'thought', 'sfx']);
      for (const { box, block, size } of panel.texts) {
        expect(size).toBeGreaterThanOrEqual(7);
        expect(block.x).toBeGreaterThanOrEqual(box.x - 0.01);
        expect(box.x + box.width).toBeLessThanOrEqual(panel.slot.x + panel.slot.width);
        expect(box.y).toBeGreaterThanOrEqual(panel.slot.y);
      }
    }
    const words = lettering.panels[0]?.texts[1]?.lines.flat();
    expect(words?.map(({ text }) => text.trim()).join(' ')).toBe('NOBODY IN THIS WHOLE MEADOW IS FASTER THAN ME!');
    expect(words?.find(({ emphasised }) => emphasised)?.text).toBe('WHOLE');
  });

  it('gives the same sheet when it is read from its file, and another one when it was changed there', async () => {
    const frame = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#88aa88' } })
      .png()
      .toBuffer();
    const input = { ...story, plan, panels: panels.map((panel) => ({ ...panel, frame })) };
    const first = await composeSheet(input);
    const stored = JSON.parse(JSON.stringify(first.lettering)) as SheetLettering;
    const again = await composeSheet({ ...input, lettering: stored });
    expect(Buffer.compare(again.png, first.png)).toBe(0);
    const blank = { ...stored, panels: stored.panels.map((panel) => ({ ...panel, texts: [] })) };
    const art = await composeSheet({ ...input, lettering: blank });
    expect(Buffer.compare(art.png, first.png)).not.toBe(0);
  });

  it('is drawn in any resolution with the same lines at the same places', async () => {
    const lettering = await letterSheet({ ...story, plan, panels });
    /** Share of ink in each of 40 × 60 cells of the page. */
    const cells = async (dpi: number) => {
      const drawn = await drawLettering(lettering, dpi / 72);
      const { data, info } = await sharp(drawn)
        .extractChannel(3)
        .resize(40, 60, { fit: 'fill', kernel: 'cubic' })
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(info.channels).toBe(1);
      return data;
    };
    const [usual, fine] = [await cells(150), await cells(600)];
    const difference = usual.reduce((sum, value, at) => sum + Math.abs(value - (fine[at] ?? 0)), 0) / usual.length;
    expect(difference).toBeLessThan(3);
    expect(usual.some((value) => value > 200)).toBe(true);
  });

  it('of twelve balloons in one panel says that they are small, and who has a balloon without a tail', async () => {
    const [slot] = planPanels(1).slots;
    const crowd = Array.from(
      { length: 12 },
      (_, index): PanelText => ({
        kind: 'speech',
        speaker: ['hare', 'owl', 'fox', 'mole'][index % 4] ?? 'hare',
        text: `Line number ${index + 1}, quite ordinary.`,
        drawnBy: 'overlay',
      }),
    );
    const lettering = await letterSheet({
      ...story,
      speakers: { hare: 'Hare', owl: 'Owl', fox: 'Fox', mole: 'Mole' },
      plan: planPanels(1),
      panels: [{ number: slot?.panel ?? 1, characters: ['hare', 'owl', 'fox', 'mole'], text: crowd }],
    });
    expect(lettering.panels[0]?.texts).toHaveLength(12);
    const warnings = lettering.panels[0]?.warnings ?? [];
    expect(warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(['lettering_small', 'tail_missing']));
    expect(warnings.find(({ code }) => code === 'tail_missing')?.detail).toMatch(/A balloon of (Hare|Owl|Fox|Mole)/);
  });

  it('has its balloons and tails as paths', async () => {
    const svg = drawBalloonsOf(await letterSheet({ ...story, plan, panels }));
    expect(svg).toContain('viewBox="0 0 477.12 738"');
    expect(svg.match(/<path/g)?.length).toBeGreaterThanOrEqual(6);
    expect(svg).not.toContain('<text');
  });
});
