import {
  type BookLayout,
  laidPanel,
  layOutPage,
  layoutSettings,
  type PanelText,
  type SheetPlan,
  sheetDpi,
} from '@nextpanel/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { composeSheet } from '../src/compose-sheet.ts';
import { loadSharp, type Sharp } from '../src/load-sharp.ts';

let sharp: Sharp;
beforeAll(async () => {
  sharp = await loadSharp();
});

const pageWith = (layout: BookLayout, weight: 'normal' | 'splash'): SheetPlan =>
  layOutPage(
    [{ ...laidPanel('p1', { weight }), number: 1 }],
    layoutSettings({ readingDirection: 'ltr', book: { layout }, render: { size: 'auto', batchSize: 8 } }),
    { number: 1, last: true },
  );

const grey = '#808080';

async function compose(plan: SheetPlan, text: readonly PanelText[]) {
  const [slot] = plan.slots;
  const frame = await sharp({
    create: { width: slot?.width ?? 1, height: slot?.height ?? 1, channels: 3, background: grey },
  })
    .png()
    .toBuffer();
  return composeSheet({
    plan,
    panels: [{ number: 1, frame, text }],
    speakers: {},
    language: 'en',
    readingDirection: 'ltr',
  });
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The darkest and the lightest red in an area of a sheet. */
async function rangeIn(png: Uint8Array, { x, y, width, height }: Area) {
  // stats() looks at the picture that is read, whatever is done with it.
  const part = await sharp(png).extract({ left: x, top: y, width, height }).png().toBuffer();
  const { channels } = await sharp(part).stats();
  return { darkest: channels[0]?.min ?? 0, lightest: channels[0]?.max ?? 0 };
}

const narrated = (text: string): PanelText => ({ kind: 'narration', text, drawnBy: 'overlay' });

describe('narration', () => {
  it('stands below the picture of a storybook, and not in it', async () => {
    const plan = pageWith('storybook', 'normal');
    const [slot] = plan.slots;
    if (!slot?.textBox) throw new Error('a storybook has room for text');
    const { png, warnings } = await compose(plan, [narrated('Once there was a tree.')]);
    expect(warnings).toEqual([]);
    expect((await rangeIn(png, slot.textBox)).darkest).toBeLessThan(60);
    const inside = { x: slot.x + 9, y: slot.y + 9, width: slot.width - 18, height: slot.height - 18 };
    expect(await rangeIn(png, inside)).toEqual({ darkest: 0x80, lightest: 0x80 });
  });

  it('is a caption in the picture of other layouts', async () => {
    const plan = pageWith('comic', 'normal');
    const [slot] = plan.slots;
    if (!slot) throw new Error('a page has a slot');
    const { png } = await compose(plan, [narrated('Once there was a tree.')]);
    expect((await rangeIn(png, slot)).lightest).toBeGreaterThan(200);
  });

  it('that does not fit is left out with a warning, and smaller letters are reported', async () => {
    const plan = pageWith('storybook', 'normal');
    const long = await compose(plan, [narrated('word '.repeat(190).trim())]);
    expect(long.warnings.map(({ code }) => code)).toEqual(['lettering_small']);
    const endless = await compose(plan, [narrated('word '.repeat(200).trim()), narrated('word '.repeat(200).trim())]);
    expect(endless.warnings.map(({ code }) => code)).toEqual(['text_overflow']);
  });
});

describe('speech', () => {
  const say = (over: Partial<PanelText>): PanelText => ({
    kind: 'speech',
    text: 'over here',
    drawnBy: 'overlay',
    ...over,
  });
  const sheetOf = async (text: PanelText, over: Partial<Parameters<typeof composeSheet>[0]> = {}) => {
    const plan = pageWith('comic', 'normal');
    const [slot] = plan.slots;
    const frame = await sharp({
      create: { width: slot?.width ?? 1, height: slot?.height ?? 1, channels: 3, background: grey },
    })
      .png()
      .toBuffer();
    const { png } = await composeSheet({
      plan,
      panels: [{ number: 1, frame, text: [text] }],
      speakers: {},
      language: 'en',
      readingDirection: 'ltr',
      ...over,
    });
    return Buffer.from(png).toString('base64');
  };

  it('that is whispered, shouted or comes by radio has a balloon of its own', async () => {
    const styles = ['normal', 'whisper', 'shout', 'radio'] as const;
    const sheets = await Promise.all(styles.map((style) => sheetOf(say({ style }))));
    expect(new Set(sheets).size).toBe(styles.length);
    expect(await sheetOf(say({}))).toBe(sheets[0]);
  });

  it('is set in capitals on comic pages, unless the book says otherwise; stars are emphasis, or stars in older stories', async () => {
    const plain = await sheetOf(say({ text: 'over here' }));
    expect(await sheetOf(say({ text: 'OVER HERE' }))).toBe(plain);
    expect(await sheetOf(say({ text: 'over here' }), { caps: 'off' })).not.toBe(plain);
    const marked = await sheetOf(say({ text: '*over* here' }));
    expect(marked).not.toBe(plain);
    expect(await sheetOf(say({ text: '*over* here' }), { marks: false })).toBe(
      await sheetOf(say({ text: String.raw`\*over\* here` })),
    );
  });
});

describe('a picture that bleeds', () => {
  it('reaches the edge of the page, and its letters stay three eighths of an inch inside', async () => {
    const plan = pageWith('manga', 'splash');
    const [slot] = plan.slots;
    if (!slot?.bleeds) throw new Error('a splash of a manga bleeds');
    const caption: PanelText = { kind: 'caption', text: 'A very long way from home.', drawnBy: 'overlay' };
    const { png } = await compose(plan, [caption]);
    const safe = Math.round(0.375 * sheetDpi(plan));
    const { width, height } = plan;
    const edges = [
      { x: 0, y: 0, width, height: safe },
      { x: 0, y: height - safe, width, height: safe },
      { x: 0, y: 0, width: safe, height },
      { x: width - safe, y: 0, width: safe, height },
    ];
    // The frame and its border alone.
    for (const edge of edges) expect((await rangeIn(png, edge)).lightest).toBeLessThanOrEqual(0x80);
    expect((await rangeIn(png, { x: 0, y: 0, width, height })).lightest).toBeGreaterThan(200);
  });
});
