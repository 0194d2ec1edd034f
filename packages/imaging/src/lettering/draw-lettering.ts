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
import { type DrawnLetters, drawLetters } from './draw-letters.ts';

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
  if (inside.length === 0) return [];
  const balloons = drawBalloons(options.size, inside, letters * options.scale);
  return [{ input: Buffer.from(balloons) }, ...(await drawAll(sharp, inside, options))];
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
  const options = { scale, corner: { x: 0, y: 0 }, size };
  const placed = lettering.panels.map((panel) => ({
    texts: panel.texts.map((text) => toPixels(text, options)),
    size: panel.size * scale,
  }));
  // All balloons in one layer: each is as large as the page.
  const balloons = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" stroke-linejoin="round">${shapesOf(size, placed)}</svg>`;
  const letters = await Promise.all(placed.map(({ texts }) => drawAll(sharp, texts, options)));
  const layers: OverlayOptions[] = [{ input: Buffer.from(balloons) }, ...letters.flat()];
  const background = { r: 0, g: 0, b: 0, alpha: 0 };
  return sharp({ create: { ...size, channels: 4, background } })
    .composite(layers)
    .png()
    .toBuffer();
}

/** The balloons, boxes and tails of a sheet as SVG in the units of its lettering. Without letters: those are set by Pango. */
export function drawBalloonsOf({ width, height, panels }: SheetLettering): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" stroke-linejoin="round">${shapesOf({ width, height }, panels)}</svg>`;
}

const shapesOf = (page: PixelSize, panels: readonly Pick<LetteredPanel, 'texts' | 'size'>[]): string =>
  panels
    .map(({ texts, size }) => {
      const inside = texts.filter(({ kind }) => kind !== 'narration');
      return drawBalloons(page, inside, size).replaceAll(/^<svg[^>]*>|<\/svg>$/g, '');
    })
    .join('');

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
