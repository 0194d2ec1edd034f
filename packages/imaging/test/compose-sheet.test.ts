import { createHash } from 'node:crypto';
import { type PanelText, planPageMap, planSheets, type ReadingDirection, type SheetPlan } from '@nextpanel/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { composeSheet, type SheetPanel } from '../src/compose-sheet.ts';
import { encodePage } from '../src/formats/encode-page.ts';
import { loadSharp, type Sharp } from '../src/load-sharp.ts';

let sharp: Sharp;
beforeAll(async () => {
  sharp = await loadSharp();
});

const side = 512;
const colours = ['#c00000', '#00a000', '#0000c0', '#a0a000', '#a000a0', '#00a0a0', '#808080', '#604020'];

const plan = (count: number, readingDirection: ReadingDirection = 'ltr', size = { width: side, height: side }) =>
  planSheets({
    pages: planPageMap({ panels: Array.from({ length: count }, (_, index) => index + 1), batchSize: 8 }),
    frame: size,
    readingDirection,
    layout: 'grid',
  });

const flat = (background: string, width = side, height = side) =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();

const flatPanels = (sheet: SheetPlan, text: PanelText[] = []): Promise<SheetPanel[]> =>
  Promise.all(
    sheet.slots.map(async ({ panel }) => ({
      number: panel,
      frame: await flat(colours[(panel - 1) % colours.length] ?? '#000'),
      characters: ['hare', 'owl'],
      text,
    })),
  );

const speech = (text: string, speaker = 'hare'): PanelText => ({ kind: 'speech', speaker, text, drawnBy: 'overlay' });

const compose = (sheet: SheetPlan, panels: SheetPanel[], language = 'en', readingDirection: ReadingDirection = 'ltr') =>
  composeSheet({ plan: sheet, panels, speakers: { hare: 'Hare', owl: 'Owl' }, language, readingDirection });

async function pixels(png: Uint8Array) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) =>
    `#${data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3).toString('hex')}`;
  return { ...info, data, at };
}

const first = (sheets: SheetPlan[]): SheetPlan => {
  if (sheets[0] === undefined) throw new Error('no sheet');
  return sheets[0];
};

describe('a composed sheet', () => {
  it('is an RGB PNG of the planned size, without an alpha channel even when it is lettered', async () => {
    const sheet = first(plan(8));
    for (const text of [[], [speech('Hello there!')]]) {
      const { png } = await compose(sheet, await flatPanels(sheet, text));
      expect(await sharp(png).metadata()).toMatchObject({
        format: 'png',
        width: sheet.width,
        height: sheet.height,
        channels: 3,
        hasAlpha: false,
      });
    }
  });

  it.each(['ltr', 'rtl', 'vertical'] as const)(
    'has its panels where %s reading looks for them, on white paper, in borders',
    async (direction) => {
      const sheet = first(plan(8, direction));
      const { at, width } = await pixels((await compose(sheet, await flatPanels(sheet), 'en', direction)).png);
      for (const { panel, x, y, width: w, height: h } of sheet.slots) {
        expect(at(x + Math.floor(w / 2), y + Math.floor(h / 2))).toBe(colours[panel - 1]);
        expect([at(x, y), at(x + w - 1, y + h - 1), at(x + Math.floor(w / 2), y)]).toEqual([
          '#141414',
          '#141414',
          '#141414',
        ]);
        expect([at(x - 1, y), at(x + w, y)]).toEqual(['#ffffff', '#ffffff']);
      }
      const [one, two, three] = sheet.slots.map(({ x, y, width: w, height: h }) =>
        at(x + Math.floor(w / 2), y + Math.floor(h / 2)),
      );
      const leftTop = at(Math.floor(width / 4), sheet.slots[0]?.y ? sheet.slots[0].y + 50 : 50);
      expect([one, two, three]).toEqual(colours.slice(0, 3));
      expect(leftTop).toBe(direction === 'rtl' ? colours[1] : colours[0]);
    },
  );

  it('has the same bytes every time', async () => {
    const sheet = first(plan(3));
    const panels = await flatPanels(sheet, [speech('Once more'), { kind: 'sfx', text: 'BANG!', drawnBy: 'overlay' }]);
    const hash = async () =>
      createHash('sha256')
        .update((await compose(sheet, panels)).png)
        .digest('hex');
    expect(await hash()).toBe(await hash());
  });

  it('is encoded for books while it is composed, byte for byte as it is encoded from its picture', async () => {
    const sheet = first(plan(3));
    const panels = await flatPanels(sheet, [speech('Once more')]);
    const from = [{ provenance: { source: 'model' as const } }];
    const input = { plan: sheet, panels, speakers: {}, language: 'en', readingDirection: 'ltr' as const };
    const { png, encoded } = await composeSheet({ ...input, encode: { as: ['jpeg', 'webp'], panels: from } });
    for (const as of ['jpeg', 'webp'] as const) {
      const again = await encodePage(sharp(png), as, from);
      expect(Buffer.compare(again, encoded[as] ?? Buffer.alloc(0))).toBe(0);
    }
    expect(Object.keys((await composeSheet(input)).encoded)).toEqual([]);
  });

  it('can be composed for every batch of a story of 64 panels', async () => {
    const sheets = plan(64, 'rtl');
    for (const sheet of sheets) {
      const { at } = await pixels((await compose(sheet, await flatPanels(sheet), 'ar', 'rtl')).png);
      for (const { panel, x, y, width, height } of sheet.slots) {
        expect(at(x + Math.floor(width / 2), y + Math.floor(height / 2))).toBe(colours[(panel - 1) % 8]);
      }
    }
    expect(sheets.length).toBe(8);
  });

  it('is refused while a frame is missing or cannot be decoded', async () => {
    const sheet = first(plan(2));
    const panels = await flatPanels(sheet);
    await expect(compose(sheet, panels.slice(1))).rejects.toMatchObject({ code: 'frame_missing' });
    const broken = panels.map((panel) => ({ ...panel, frame: Buffer.from('no picture') }));
    await expect(compose(sheet, broken)).rejects.toMatchObject({ code: 'picture_unreadable' });
  });

  it('reads a frame when its panel is drawn, two at a time, and gives its memory back after it', async () => {
    const sheet = first(plan(8));
    const panels = await flatPanels(sheet);
    let open = 0;
    let most = 0;
    const given: Uint8Array[] = [];
    const lazy = panels.map((panel) => ({
      ...panel,
      async frame() {
        open = given.filter(({ byteLength }) => byteLength > 0).length + 1;
        most = Math.max(most, open);
        const bytes = new Uint8Array(panel.frame as Uint8Array);
        given.push(bytes);
        return bytes;
      },
    }));
    const [eager, late] = [await compose(sheet, panels), await compose(sheet, lazy)];
    expect(Buffer.from(late.png).equals(eager.png)).toBe(true);
    expect([given.length, most <= 2, given.some(({ byteLength }) => byteLength > 0)]).toEqual([8, true, false]);
  });
});

describe('a frame', () => {
  /** Left third red, middle third green, right third blue. */
  const striped = async (width: number, height: number) => {
    const third = { width: Math.floor(width / 3), height, channels: 3 } as const;
    const stripes = ['#c00000', '#00a000', '#0000c0'].map((background, index) => ({
      input: { create: { ...third, background } },
      left: index * third.width,
      top: 0,
    }));
    return sharp({ create: { width, height, channels: 3, background: '#0000c0' } })
      .composite(stripes)
      .png()
      .toBuffer();
  };
  const composeOne = async (panel: Omit<SheetPanel, 'number' | 'text'>) => {
    const sheet = first(plan(1));
    const result = await compose(sheet, [{ ...panel, number: 1, text: [] }]);
    return { ...result, slot: sheet.slots[0] ?? { x: 0, y: 0, width: 1, height: 1 }, ...(await pixels(result.png)) };
  };

  it('of another aspect is cropped around its focus, never stretched, and reported', async () => {
    for (const [focus, expected] of [
      [{ x: 0.1, y: 0.5 }, '#c00000'],
      [undefined, '#00a000'],
      [{ x: 0.95, y: 0.5 }, '#0000c0'],
    ] as const) {
      const drawn = await composeOne({
        frame: await striped(3 * side, side),
        ...(focus === undefined ? {} : { focus }),
      });
      const { slot, at, warnings } = drawn;
      const row = [10, slot.width / 2, slot.width - 10].map((x) =>
        at(slot.x + Math.floor(x), slot.y + Math.floor(slot.height / 2)),
      );
      expect(row).toEqual([expected, expected, expected]);
      expect(warnings).toMatchObject([{ panel: 1, code: 'frame_cropped' }]);
    }
  });

  it('of the slot’s size is copied pixel by pixel', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
    const frame = await sharp({ create: { width: side, height: side, channels: 3, background: '#888', noise } })
      .png()
      .toBuffer();
    const source = await pixels(frame);
    const { slot, at, warnings } = await composeOne({ frame });
    expect([slot.width, slot.height, warnings]).toEqual([side, side, []]);
    for (const [x, y] of [
      [5, 5],
      [100, 333],
      [256, 256],
      [500, 40],
    ] as const)
      expect(at(slot.x + x, slot.y + y)).toBe(source.at(x, y));
  });

  it('may be grey, transparent, rotated, WebP or JPEG', async () => {
    const orange = await flat('#f08020');
    for (const [frame, expected] of [
      [await sharp(orange).greyscale().toColourspace('b-w').png().toBuffer(), /^#(..)\1\1$/],
      [await sharp(orange).ensureAlpha(0).png().toBuffer(), /^#ffffff$/],
      [await sharp(orange).webp({ lossless: true }).toBuffer(), /^#f08020$/],
      [
        await sharp(await striped(300, 900))
          .withMetadata({ orientation: 6 })
          .jpeg()
          .toBuffer(),
        /^#/,
      ],
    ] as const) {
      const { slot, at } = await composeOne({ frame });
      expect(at(slot.x + 256, slot.y + 256)).toMatch(expected);
    }
  });
});

describe('lettering', () => {
  /** Pixels of a panel that are not its flat colour, counted in sixteen rows and sixteen columns. */
  async function inkOf(text: PanelText[], language = 'en', direction: ReadingDirection = 'ltr', frameSide = 1024) {
    const sheet = first(plan(1, direction, { width: frameSide, height: frameSide }));
    const frame = await flat('#c00000', frameSide, frameSide);
    const { png, warnings } = await compose(
      sheet,
      [{ number: 1, frame, characters: ['hare', 'owl'], text }],
      language,
      direction,
    );
    const { data, width } = await pixels(png);
    const slot = sheet.slots[0] ?? { x: 0, y: 0, width: 1, height: 1 };
    const grid = Array.from({ length: 16 }, () => Array.from({ length: 16 }, () => 0));
    let dark = 0;
    let white = 0;
    for (let y = 8; y < slot.height - 8; y++) {
      for (let x = 8; x < slot.width - 8; x++) {
        const at = ((slot.y + y) * width + slot.x + x) * 3;
        const [r = 0, g = 0] = data.subarray(at, at + 2);
        if (r === 0xc0 && g === 0) continue;
        const row = grid[Math.floor((y * 16) / slot.height)] ?? [];
        const column = Math.floor((x * 16) / slot.width);
        row[column] = (row[column] ?? 0) + 1;
        if (r < 60 && g < 60) dark++;
        if (r > 240 && g > 240) white++;
      }
    }
    const rows = grid.map((row) => row.reduce((sum, count) => sum + count, 0));
    const columns = grid.map((_, column) => grid.reduce((sum, row) => sum + (row[column] ?? 0), 0));
    return { rows, columns, dark, white, warnings };
  }

  const sum = (counts: number[], from = 0, to = 16) =>
    counts.slice(from, to).reduce((total, count) => total + count, 0);

  it('puts dark letters in a white balloon in the upper half, above its speaker', async () => {
    const left = await inkOf([speech('Nobody is faster than me!')]);
    expect(left.white).toBeGreaterThan(10_000);
    expect(left.dark).toBeGreaterThan(1_500);
    expect(sum(left.rows, 8)).toBe(0);
    expect(sum(left.columns, 0, 8)).toBeGreaterThan(sum(left.columns, 8));
    const right = await inkOf([speech('Nobody is faster than me!', 'owl')]);
    expect(sum(right.columns, 8)).toBeGreaterThan(sum(right.columns, 0, 8));
  });

  it('starts captions where reading starts', async () => {
    const caption: PanelText = { kind: 'caption', text: 'قبل ذلك', drawnBy: 'overlay' };
    const arabic = await inkOf([caption], 'ar', 'rtl');
    expect(sum(arabic.columns, 0, 8)).toBe(0);
    const english = await inkOf([{ ...caption, text: 'Before' }]);
    expect(sum(english.columns, 8)).toBe(0);
    expect(sum(english.rows, 3)).toBe(0);
  });

  it('sets Japanese in columns when the book is read from right to left, in lines otherwise', async () => {
    const text: PanelText[] = [{ kind: 'caption', text: 'むかしむかし、あるところに', drawnBy: 'overlay' }];
    const [columns, lines] = [await inkOf(text, 'ja', 'rtl'), await inkOf(text, 'ja', 'ltr')];
    const extent = (counts: number[]) => counts.filter((count) => count > 0).length;
    expect(extent(columns.rows)).toBeGreaterThan(extent(columns.columns));
    expect(extent(lines.rows)).toBeLessThan(extent(lines.columns));
    expect(sum(columns.columns, 0, 8)).toBe(0);
  });

  it('draws nothing for texts drawn by the model, and for invisible texts', async () => {
    const model = await inkOf([{ ...speech('I am in the picture'), drawnBy: 'model' }, speech('\u200B')]);
    expect(sum(model.rows)).toBe(0);
    expect(model.warnings).toEqual([]);
  });

  it('accepts every kind of text, including hostile ones', async () => {
    const { warnings, dark } = await inkOf([
      { kind: 'caption', text: '<span size="999999">&amp; "quotes"', drawnBy: 'overlay' },
      { kind: 'speech', text: 'two\nlines \u202E and an override', drawnBy: 'overlay' },
      { kind: 'thought', speaker: 'owl', text: '…', drawnBy: 'overlay' },
      { kind: 'sfx', text: '</text><script>', drawnBy: 'overlay' },
    ]);
    expect(warnings).toEqual([]);
    expect(dark).toBeGreaterThan(1_000);
  });

  it('that does not fit in readable letters is left out and reported, and the rest is drawn', async () => {
    const { warnings, dark } = await inkOf(
      [speech('Short.'), speech('word '.repeat(200), 'owl'), speech('word '.repeat(200))],
      'en',
      'ltr',
      480,
    );
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings[0]).toMatchObject({ panel: 1, code: 'text_overflow' });
    expect(warnings[0]?.detail).toMatch(/speech of (Owl|Hare) in panel 1/);
    expect(dark).toBeGreaterThan(100);
  });

  it('in letters that no font has is reported', async () => {
    const { warnings, dark } = await inkOf([speech('હેલો')], 'gu');
    expect(warnings).toMatchObject([{ panel: 1, code: 'letters_missing' }]);
    // Neither boxes nor an empty balloon are drawn in their place.
    expect(dark).toBe((await inkOf([], 'gu')).dark);
  });

  it('shrinks the letters of a crowded panel before anything is left out, and of no other panel', async () => {
    const sheet = first(plan(2, 'ltr', { width: 1024, height: 1024 }));
    const frame = await flat('#c00000', 1024, 1024);
    const short: SheetPanel = { number: 1, frame, text: [speech('Hello.')], characters: [] };
    const letters = async (crowded: PanelText[]) => {
      const { png, warnings } = await compose(sheet, [short, { ...short, number: 2, text: crowded }]);
      const { data, width } = await pixels(png);
      const slot = sheet.slots[0] ?? { x: 0, y: 0, width: 1, height: 1 };
      let balloon = 0;
      for (let y = slot.y; y < slot.y + slot.height; y++) {
        for (let x = slot.x; x < slot.x + slot.width; x++) if (data[(y * width + x) * 3 + 1] === 255) balloon++;
      }
      return { balloon, warnings };
    };
    const alone = await letters([]);
    const crowd = await letters(
      Array.from({ length: 9 }, () =>
        speech('It was the best of times, it was the worst of times, it was the age of wisdom and of foolishness.'),
      ),
    );
    expect(crowd.balloon).toBe(alone.balloon);
    expect(crowd.warnings).toContainEqual(expect.objectContaining({ panel: 2, code: 'lettering_small' }));
    expect(alone.warnings).toEqual([]);
  });
});
