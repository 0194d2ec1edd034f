import { createHash } from 'node:crypto';
import type { PixelSize } from '@nextpanel/core';
import { loadSharp } from '../src/load-sharp.ts';
import { drawStoryboardFrame } from '../src/storyboard/draw-storyboard-frame.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const colours = ['#c03030', '#30a040', '#3040c0', '#b09020', '#a030a0', '#2090a0', '#907060', '#604080'];
const prompts = [
  'The hare boasts in the meadow',
  'A race begins on the road by the village at night',
  'The tortoise walks along the sea',
  'The hare sleeps under a tree in the forest',
  'Snow falls on the mountains',
  'Inside the house the fox looks out of the window',
  'The hare wakes in the dark forest',
  'The tortoise wins in the city',
];
const cast = [
  { id: 'hare', name: 'Hare' },
  { id: 'tortoise', name: 'Tortoise' },
];

/** A frame of a colour of its own with marks towards all four corners, so that a shift or a stretch shows. */
export async function drawPlain(index: number, { width, height }: PixelSize): Promise<Buffer> {
  const sharp = await loadSharp();
  const dot = (x: number, y: number, fill: string) =>
    `<circle cx="${x * width}" cy="${y * height}" r="${Math.min(width, height) * 0.1}" fill="${fill}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colours[index]}"/>${dot(0.2, 0.2, '#fff')}${dot(0.8, 0.25, '#000')}${dot(0.3, 0.8, '#ee0')}${dot(0.75, 0.7, '#0ee')}</svg>`;
  return sharp(Buffer.from(svg)).removeAlpha().png().toBuffer();
}

export const drawStoryboard = (index: number, size: PixelSize) =>
  drawStoryboardFrame({
    number: index + 1,
    prompt: prompts[index] ?? '',
    characters: cast,
    language: 'en',
    reference: null,
    requestKey: sha256(String(index)),
    ...size,
  });

export interface SheetDrawing {
  readonly columns: number;
  readonly rows: number;
  readonly panels: number;
  readonly cell: PixelSize;
  readonly gutter?: { readonly colour: string; readonly x: readonly number[]; readonly y: readonly number[] };
  readonly margin?: readonly [left: number, top: number, right: number, bottom: number];
  readonly border?: number;
  readonly draw?: (index: number, size: PixelSize) => Promise<Uint8Array>;
  /** Pixels by which every other row stands to the right. */
  readonly ragged?: number;
}

/** The picture a model might draw, and the art that is in it. */
export async function drawSheet({
  columns,
  rows,
  panels,
  cell,
  gutter,
  margin,
  border = 0,
  draw = drawPlain,
  ragged = 0,
}: SheetDrawing) {
  const sharp = await loadSharp();
  const [left, top, right, bottom] = margin ?? [0, 0, 0, 0];
  const start = (lead: number, size: number, gaps: readonly number[] = [], index: number) =>
    lead + index * size + gaps.slice(0, index).reduce((sum, gap) => sum + gap, 0);
  const art = { width: cell.width - 2 * border, height: cell.height - 2 * border };
  const sources = await Promise.all(Array.from({ length: panels }, (_, index) => draw(index, art)));
  const bordered = await Promise.all(
    sources.map((source) =>
      sharp(source)
        .extend({ top: border, bottom: border, left: border, right: border, background: '#0a0a0a' })
        .png()
        .toBuffer(),
    ),
  );
  const background = gutter?.colour ?? '#ffffff';
  const picture = await sharp({
    create: {
      width: start(left, cell.width, gutter?.x.slice(0, columns - 1), columns) + right,
      height: start(top, cell.height, gutter?.y.slice(0, rows - 1), rows) + bottom,
      channels: 3,
      background,
    },
  })
    .composite(
      bordered.map((input, index) => ({
        input,
        left: start(left, cell.width, gutter?.x, index % columns) + (Math.floor(index / columns) % 2) * ragged,
        top: start(top, cell.height, gutter?.y, Math.floor(index / columns)),
      })),
    )
    .removeAlpha()
    .png()
    .toBuffer();
  return { picture, sources };
}
