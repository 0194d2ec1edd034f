import type { PixelSize } from '@nextpanel/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutContactSheet } from '../src/cut-contact-sheet.ts';
import { loadSharp, type Sharp } from '../src/load-sharp.ts';
import { drawPlain, drawSheet, drawStoryboard, type SheetDrawing } from './draw-sheet.ts';

let sharp: Sharp;
beforeAll(async () => {
  sharp = await loadSharp();
});

/**
 * Mean absolute difference of two pictures' channels, 0–255, at 32 pixels across: a pixel cut off an edge moves every
 * letter a little, a wrong cut moves everything.
 */
async function difference(one: Uint8Array, other: Uint8Array, { width, height }: PixelSize): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map((bytes) =>
      sharp(bytes)
        .resize(32, Math.round((32 * height) / width), { fit: 'cover' })
        .raw()
        .toBuffer(),
    ),
  );
  if (a === undefined || b === undefined || a.length !== b.length) throw new Error('pictures of different shape');
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
}

/** Share of the outermost pixels of each edge that are within 24 levels of a grey. */
async function rimShares(frame: Uint8Array, grey: number): Promise<number[]> {
  const { data, info } = await sharp(frame).raw().toBuffer({ resolveWithObject: true });
  const isGrey = (x: number, y: number) =>
    [0, 1, 2].every((channel) => Math.abs((data[(y * info.width + x) * 3 + channel] ?? 0) - grey) <= 24);
  const share = (length: number, at: (index: number) => boolean) =>
    Array.from({ length }, (_, index) => at(index)).filter(Boolean).length / length;
  return [
    share(info.height, (y) => isGrey(0, y)),
    share(info.height, (y) => isGrey(info.width - 1, y)),
    share(info.width, (x) => isGrey(x, 0)),
    share(info.width, (x) => isGrey(x, info.height - 1)),
  ];
}

/** Large enough for the storyboard to write its captions. */
const square = { width: 320, height: 320 };
const tall = { width: 320, height: 480 };
const even = (gap: number) => [gap, gap, gap];
const grids: [string, SheetDrawing][] = [
  [
    '2×4 with white gutters',
    { columns: 2, rows: 4, panels: 8, cell: square, gutter: { colour: '#fff', x: even(16), y: even(16) } },
  ],
  [
    '4×2 with black gutters',
    { columns: 4, rows: 2, panels: 8, cell: tall, gutter: { colour: '#000', x: even(12), y: even(12) } },
  ],
  [
    '3×3 with one blank, a margin and borders',
    {
      columns: 3,
      rows: 3,
      panels: 8,
      cell: square,
      gutter: { colour: '#fff', x: even(14), y: even(14) },
      margin: [20, 20, 20, 20],
      border: 3,
    },
  ],
  [
    '2×2 with uneven grey-white gutters and a lopsided margin',
    {
      columns: 2,
      rows: 2,
      panels: 4,
      cell: square,
      gutter: { colour: '#f4f1ea', x: [9], y: [26] },
      margin: [22, 5, 10, 17],
    },
  ],
  [
    '4×2 with uneven gutters and thick borders',
    {
      columns: 4,
      rows: 2,
      panels: 8,
      cell: square,
      gutter: { colour: '#fff', x: [8, 20, 13], y: [17] },
      margin: [12, 6, 4, 10],
      border: 5,
    },
  ],
  [
    '3×2 with a blank and rows that stand apart by less than a gutter',
    {
      columns: 3,
      rows: 2,
      panels: 5,
      cell: square,
      gutter: { colour: '#fff', x: even(16), y: even(16) },
      margin: [10, 10, 16, 10],
      ragged: 6,
    },
  ],
  [
    '2×3 with hairline gutters',
    { columns: 2, rows: 3, panels: 6, cell: square, gutter: { colour: '#000', x: [3], y: [3, 3] } },
  ],
  ['1×3 in a column', { columns: 1, rows: 3, panels: 3, cell: square, gutter: { colour: '#fff', x: [], y: even(16) } }],
];

const cells: [string, NonNullable<SheetDrawing['draw']>][] = [
  ['coloured', drawPlain],
  ['storyboard', drawStoryboard],
];

describe.each(cells)('a contact sheet of %s panels', (_, draw) => {
  it.each(grids)('as %s is cut into its panels, without a gutter on any edge', async (_name, sheet) => {
    const { picture, sources } = await drawSheet({ ...sheet, draw });
    const jpeg = await sharp(picture).jpeg({ quality: 80 }).toBuffer();
    const grey = sheet.gutter?.colour === '#000' ? 0 : 255;
    for (const bytes of [picture, jpeg]) {
      const { frames, found } = await cutContactSheet(bytes, { ...sheet, frame: sheet.cell });
      expect(found).toBe('gutters');
      expect(frames).toHaveLength(sheet.panels);
      for (const [index, frame] of frames.entries()) {
        const source = sources[index] ?? Buffer.alloc(0);
        expect(await sharp(frame).metadata()).toMatchObject({ format: 'png', channels: 3, ...sheet.cell });
        expect(await difference(frame, source, sheet.cell)).toBeLessThan(draw === drawPlain ? 4 : 9);
        const neighbour = sources[(index + 1) % sources.length] ?? source;
        expect(await difference(frame, neighbour, sheet.cell)).toBeGreaterThan(14);
        const own = await rimShares(source, grey);
        for (const [edge, share] of (await rimShares(frame, grey)).entries()) {
          expect(share).toBeLessThanOrEqual((own[edge] ?? 0) + 0.1);
        }
      }
    }
  });

  it.each([
    ['2×4', { columns: 2, rows: 4, panels: 8 }],
    ['4×2', { columns: 4, rows: 2, panels: 8 }],
    ['2×1', { columns: 2, rows: 1, panels: 2 }],
    ['1×3', { columns: 1, rows: 3, panels: 3 }],
  ])('as %s without gutters is cut evenly', async (_name, grid) => {
    const { picture, sources } = await drawSheet({ ...grid, cell: square, draw });
    const { frames, found } = await cutContactSheet(picture, { ...grid, frame: square });
    expect(found).toBe('even');
    for (const [index, frame] of frames.entries()) {
      expect(await difference(frame, sources[index] ?? Buffer.alloc(0), square)).toBeLessThan(0.01);
    }
  });

  it('with a margin but without gutters is cut evenly inside the margin', async () => {
    const sheet = { columns: 2, rows: 2, panels: 4, cell: square };
    const { picture, sources } = await drawSheet({ ...sheet, draw, margin: [18, 18, 18, 18] });
    const { frames, found } = await cutContactSheet(picture, { ...sheet, frame: square });
    expect(found).toBe('even');
    for (const [index, frame] of frames.entries()) {
      expect(await difference(frame, sources[index] ?? Buffer.alloc(0), square)).toBeLessThan(7);
    }
  });
});

describe('a contact sheet', () => {
  const sheet: SheetDrawing = {
    columns: 2,
    rows: 2,
    panels: 4,
    cell: square,
    gutter: { colour: '#fff', x: [12], y: [12] },
  };

  it('gives the same frames every time', async () => {
    const { picture } = await drawSheet(sheet);
    const [once, again] = [
      await cutContactSheet(picture, { ...sheet, frame: square }),
      await cutContactSheet(picture, { ...sheet, frame: square }),
    ];
    expect(once).toEqual(again);
  });

  it('whose cells have another shape is cropped, not stretched', async () => {
    const { picture, sources } = await drawSheet({ ...sheet, cell: { width: 320, height: 370 } });
    const { frames } = await cutContactSheet(picture, { ...sheet, frame: square });
    for (const [index, frame] of frames.entries()) {
      expect(await difference(frame, sources[index] ?? Buffer.alloc(0), square)).toBeLessThan(6);
    }
  });

  it('in grey, with transparency or rotated by EXIF is read as displayed', async () => {
    const { picture, sources } = await drawSheet(sheet);
    const turned = await sharp(picture).rotate(-90).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
    const grey = await sharp(picture).greyscale().toColourspace('b-w').png().toBuffer();
    const clear = await sharp(picture).ensureAlpha(1).png().toBuffer();
    for (const bytes of [turned, grey, clear]) {
      const { frames, found } = await cutContactSheet(bytes, { ...sheet, frame: square });
      expect(found).toBe('gutters');
      for (const [index, frame] of frames.entries()) {
        const source = sharp(sources[index] ?? Buffer.alloc(0));
        const expected = bytes === grey ? source.greyscale().toColourspace('srgb') : source;
        expect(await sharp(frame).metadata()).toMatchObject({ channels: 3, ...square });
        expect(await difference(frame, await expected.png().toBuffer(), square)).toBeLessThan(5);
      }
    }
  });

  const flat = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#888' } })
      .png()
      .toBuffer();

  it.each([
    ['of another shape', 1024, 1024, 4, 2],
    ['turned on its side', 1024, 512, 2, 4],
    ['with cells of 63 pixels', 126, 252, 2, 4],
  ])('%s cannot be that grid, and is paid for', async (_name, width, height, columns, rows) => {
    await expect(
      cutContactSheet(await flat(width, height), { columns, rows, panels: 8, frame: square }),
    ).rejects.toMatchObject({ code: 'contact_sheet_unreadable', retryable: false, money: 'paid' });
  });

  it('of another aspect than its frames is cut if that size was ordered', async () => {
    const ordered = { columns: 1, rows: 3, panels: 3, frame: square };
    const bytes = await flat(1024, 1536);
    await expect(cutContactSheet(bytes, ordered)).rejects.toMatchObject({ code: 'contact_sheet_unreadable' });
    const { frames } = await cutContactSheet(bytes, { ...ordered, sheet: { width: 1024, height: 1536 } });
    expect(frames).toHaveLength(3);
  });

  it('that is truncated, or not a picture, is unreadable and paid for', async () => {
    const { picture } = await drawSheet(sheet);
    for (const bytes of [picture.subarray(0, picture.length / 2), Buffer.from('nothing')]) {
      await expect(cutContactSheet(bytes, { ...sheet, frame: square })).rejects.toMatchObject({
        code: 'picture_unreadable',
        retryable: false,
        money: 'paid',
      });
    }
  });
});
