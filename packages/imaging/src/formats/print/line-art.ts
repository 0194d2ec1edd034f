import { deflateSync } from 'node:zlib';
import type { LetteredPanel, PixelSize, Rectangle } from '@nextpanel/core';
import type { OverlayOptions } from 'sharp';
import { type DrawLetteringOptions, drawInPicture, drawOutside } from '../../lettering/draw-lettering.ts';
import { type DrawnLetters, releaseLetters } from '../../lettering/draw-letters.ts';
import { inkArea } from '../../lettering/ink-area.ts';
import { loadSharp } from '../../load-sharp.ts';
import { releasePixels } from '../../release-pixels.ts';
import { ColourRuns } from './colour-runs.ts';

/** What one colour paints: one bit per pixel, rows padded to bytes, 1 where it paints, deflated. */
export interface LineArt {
  readonly colour: readonly [red: number, green: number, blue: number];
  readonly bits: Buffer;
  readonly width: number;
  readonly height: number;
  /** Where it stands, in the units of the lettering. */
  readonly area: Rectangle;
}

/** Printers ask for line art in 600 to 1,200 dots per inch. */
const dpis = [1200, 600] as const;
const pointsPerInch = 72;

/** Larger than this at the higher resolution, the lettering of a panel is drawn in the lower one. */
const mostPixels = 30_000_000;

/** Drawn at once, four bytes each. */
const bandPixels = 4_000_000;

/**
 * The lettering of a panel as line art: balloons, letters and sounds in the few flat colours they are drawn in, each a mask with sharp
 * edges. Black is printed as black alone. It is drawn in bands, so that a large panel takes no more memory than a small one.
 */
export async function drawLineArt(
  panel: LetteredPanel,
  page: { readonly width: number; readonly height: number },
): Promise<LineArt[]> {
  const area = inkArea(panel, page);
  if (!area) return [];
  const dpi = dpis.find((it) => (area.width * area.height * it * it) / pointsPerInch ** 2 <= mostPixels) ?? dpis[1];
  const scale = dpi / pointsPerInch;
  const size = { width: Math.ceil(area.width * scale), height: Math.ceil(area.height * scale) };
  const rows = Math.max(1, Math.floor(bandPixels / size.width));
  const runs = new ColourRuns();
  // Letters are drawn once for all bands.
  const known: DrawnLetters = new Map();
  for (let top = 0; top < size.height; top += rows) {
    const band = { width: size.width, height: Math.min(rows, size.height - top) };
    const corner = { x: area.x * scale, y: area.y * scale + top };
    const pixels = await drawBand(panel, { scale, corner, size: band, known });
    runs.add(pixels);
    releasePixels(pixels);
  }
  releaseLetters(known);
  const exact = { ...area, width: size.width / scale, height: size.height / scale };
  return separate(runs, size).map((one) => ({ ...one, ...size, area: exact }));
}

async function drawBand(panel: LetteredPanel, options: DrawLetteringOptions): Promise<Buffer> {
  const sharp = await loadSharp();
  const layers = [...(await drawInPicture(sharp, panel, options)), ...(await drawOutside(sharp, panel, options))];
  return sharp({ create: { ...options.size, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .composite(layers.flatMap((layer) => withinBand(layer, options.size)))
    .raw()
    .toBuffer();
}

/** The rows of a layer that a band shows: sharp takes no layer that is higher than its picture. */
function withinBand(layer: OverlayOptions, { height }: PixelSize): OverlayOptions[] {
  const { raw, top = 0, input } = layer;
  if (!raw || !Buffer.isBuffer(input)) return [layer];
  const [from, to] = [Math.max(0, -top), Math.min(raw.height, height - top)];
  if (from >= to) return [];
  const row = raw.width * raw.channels;
  return [
    { ...layer, input: input.subarray(from * row, to * row), raw: { ...raw, height: to - from }, top: top + from },
  ];
}

/** Fewer pixels than this share are the softened edges between two colours, not a colour of their own. */
const leastShare = 0.004;

function separate(
  runs: ColourRuns,
  { width, height }: { readonly width: number; readonly height: number },
): Pick<LineArt, 'colour' | 'bits'>[] {
  const counts = new Map<number, number>();
  let opaque = 0;
  runs.each((pixel, length) => {
    if (pixel >>> 24 < 255) return;
    opaque += length;
    counts.set(pixel, (counts.get(pixel) ?? 0) + length);
  });
  const palette = [...counts].filter(([, count]) => count >= opaque * leastShare).map(([pixel]) => pixel);
  const row = Math.ceil(width / 8);
  const masks = palette.map(() => Buffer.alloc(row * height));
  const nearest = new Map<number, number>();
  runs.each((pixel, length, at) => {
    if (pixel >>> 24 < 128) return;
    let index = nearest.get(pixel & 0xffffff);
    if (index === undefined) {
      index = indexOfNearest(pixel, palette);
      nearest.set(pixel & 0xffffff, index);
    }
    const mask = masks[index];
    if (mask) fillBits(mask, { from: at, to: at + length, width, row });
  });
  return palette.map((pixel, index) => ({ colour: inkOf(pixel), bits: deflateSync(masks[index] as Buffer) }));
}

/** Sets the bits of pixels that follow one another, over the ends of rows. */
function fillBits(
  mask: Buffer,
  { from, to, width, row }: { from: number; to: number; width: number; row: number },
): void {
  for (let at = from; at < to; ) {
    const [y, x] = [Math.floor(at / width), at % width];
    const end = Math.min(width, x + to - at);
    for (let column = x; column < end; ) {
      const byte = y * row + (column >> 3);
      const whole = (column & 7) === 0 && column + 8 <= end;
      mask[byte] = whole ? 0xff : (mask[byte] as number) | (0x80 >> (column & 7));
      column += whole ? 8 : 1;
    }
    at += end - x;
  }
}

/** Near black is printed as black. */
const inkOf = (pixel: number): LineArt['colour'] => {
  const channels = channelsOf(pixel);
  return Math.max(...channels) < 32 ? [0, 0, 0] : channels;
};

const channelsOf = (pixel: number) => [pixel & 0xff, (pixel >>> 8) & 0xff, (pixel >>> 16) & 0xff] as const;

function indexOfNearest(pixel: number, palette: readonly number[]): number {
  const own = channelsOf(pixel);
  const distances = palette.map((other) =>
    channelsOf(other).reduce((sum, value, at) => sum + (value - (own[at] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}
