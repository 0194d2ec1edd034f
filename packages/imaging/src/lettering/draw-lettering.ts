import {
  type LetteredPanel,
  type PixelSize,
  type Point,
  type SetText,
  type SheetLettering,
  scaleText,
} from '@nextpanel/core';
import type { OverlayOptions } from 'sharp';
import { loadSharp, type Sharp } from '../load-sharp.ts';
import { drawBalloons } from './draw-balloons.ts';
import { type DrawnLetters, drawLetters, releaseLetters } from './draw-letters.ts';
import { inkArea } from './ink-area.ts';

export interface DrawLetteringOptions {
  /** Pixels per unit of the lettering. */
  readonly scale: number;
  /** The pixel of the page that becomes the corner of the target: that of a slot, where only its panel is drawn. */
  readonly corner: Point;
  /** Of the target, in pixels. */
  readonly size: PixelSize;
  /** Letters that were drawn before, at the same scale. */
  readonly known?: DrawnLetters;
}

/**
 * The texts that stand in a panel's picture, as layers for it: balloons first, then their letters. Balloons and tails are SVG, letters are
 * set by Pango in the target's resolution. Lines are those of the lettering.
 */
export async function drawInPicture(
  sharp: Sharp,
  { texts, size: letters }: LetteredPanel,
  options: DrawLetteringOptions,
): Promise<OverlayOptions[]> {
  const inside = texts.filter(({ kind }) => kind !== 'narration').map((text) => toPixels(text, options));
  const panel = { texts: inside, size: letters * options.scale };
  return [...balloonLayer(panel, options.size), ...(await drawAll(sharp, inside, options))];
}

/** The balloons of a panel, on a layer no larger than they are: a picture as large as the target takes four bytes a pixel of memory. */
function balloonLayer(panel: Pick<LetteredPanel, 'texts' | 'size'>, target: PixelSize): OverlayOptions[] {
  const shapes = drawBalloons(panel.texts, panel.size);
  const area = inkArea(panel, target);
  if (area === null || shapes === '') return [];
  const [left, top] = [Math.floor(area.x), Math.floor(area.y)];
  const [width, height] = [Math.ceil(area.x + area.width) - left, Math.ceil(area.y + area.height) - top];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" stroke-linejoin="round">${shapes}</svg>`;
  return [{ input: Buffer.from(svg), left, top }];
}

/** The texts outside the picture, as layers for the page. */
export const drawOutside = (
  sharp: Sharp,
  { texts }: LetteredPanel,
  options: DrawLetteringOptions,
): Promise<OverlayOptions[]> =>
  drawAll(
    sharp,
    texts.filter(({ kind }) => kind === 'narration').map((text) => toPixels(text, options)),
    options,
  );

/**
 * A sheet's lettering alone, on a transparent page: PNG, RGBA. For books that keep pictures and words apart, and for people who letter by
 * hand.
 *
 * @param scale pixels per unit of the lettering: for points, dpi / 72
 */
export async function drawLettering(lettering: SheetLettering, scale: number): Promise<Buffer> {
  const sharp = await loadSharp();
  const size = { width: Math.round(lettering.width * scale), height: Math.round(lettering.height * scale) };
  const known: DrawnLetters = new Map();
  const options = { scale, corner: { x: 0, y: 0 }, size, known };
  const placed = lettering.panels.map((panel) => ({
    texts: panel.texts.map((text) => toPixels(text, options)),
    size: panel.size * scale,
  }));
  const balloons = placed.flatMap(({ texts, size: letters }) =>
    balloonLayer({ texts: texts.filter(({ kind }) => kind !== 'narration'), size: letters }, size),
  );
  const letters = await Promise.all(placed.map(({ texts }) => drawAll(sharp, texts, options)));
  const layers: OverlayOptions[] = [...balloons, ...letters.flat()];
  const background = { r: 0, g: 0, b: 0, alpha: 0 };
  const drawn = await sharp({ create: { ...size, channels: 4, background } })
    .composite(layers)
    .png()
    .toBuffer();
  releaseLetters(known);
  return drawn;
}

/** The balloons, boxes and tails of a sheet as SVG in the units of its lettering. Without letters: those are set by Pango. */
export function drawBalloonsOf({ width, height, panels }: SheetLettering): string {
  const shapes = panels.map(({ texts, size }) =>
    drawBalloons(
      texts.filter(({ kind }) => kind !== 'narration'),
      size,
    ),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" stroke-linejoin="round">${shapes.join('')}</svg>`;
}

async function drawAll(
  sharp: Sharp,
  texts: readonly SetText[],
  { known }: DrawLetteringOptions,
): Promise<OverlayOptions[]> {
  return Promise.all(
    texts.map(async (text) => {
      const { data, width, height } = await drawLetters(sharp, text, known);
      // In another resolution letters come out a pixel larger or smaller than measured: their middle stays.
      const { block } = text;
      const left = Math.round(block.x + (block.width - width) / 2);
      const top = Math.round(block.y + (block.height - height) / 2);
      return { input: data, raw: { width, height, channels: 4 as const }, left, top };
    }),
  );
}

const toPixels = (text: SetText, { scale, corner }: DrawLetteringOptions): SetText => {
  const scaled = scaleText(text, scale, { x: 0, y: 0 });
  return scaleText(scaled, 1, { x: -corner.x, y: -corner.y });
};
