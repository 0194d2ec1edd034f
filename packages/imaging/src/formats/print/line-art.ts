import { deflateSync } from 'node:zlib';
import type { LetteredPanel, Rectangle } from '@nextpanel/core';
import { drawInPicture, drawOutside } from '../../lettering/draw-lettering.ts';
import { loadSharp } from '../../load-sharp.ts';

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

/**
 * The lettering of a panel as line art: balloons, letters and sounds in the few flat colours they are drawn in, each a mask with sharp
 * edges. Black is printed as black alone.
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
  const options = { scale, corner: { x: area.x * scale, y: area.y * scale }, size };
  const sharp = await loadSharp();
  const layers = [...(await drawInPicture(sharp, panel, options)), ...(await drawOutside(sharp, panel, options))];
  const { data } = await sharp({ create: { ...size, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .composite(layers)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const exact = { ...area, width: size.width / scale, height: size.height / scale };
  return separate(data, size).map((one) => ({ ...one, ...size, area: exact }));
}

/** Everything its texts may paint, with room for outlines. */
function inkArea(
  { texts, size }: LetteredPanel,
  page: { readonly width: number; readonly height: number },
): Rectangle | null {
  if (texts.length === 0) return null;
  const boxes = texts.flatMap(({ box, block, tail }) => [
    box,
    block,
    ...(tail
      ? [tail.from, tail.to].map(({ x, y }) => ({
          x: x - tail.width,
          y: y - tail.width,
          width: 2 * tail.width,
          height: 2 * tail.width,
        }))
      : []),
  ]);
  const left = Math.max(0, Math.min(...boxes.map(({ x }) => x)) - size);
  const top = Math.max(0, Math.min(...boxes.map(({ y }) => y)) - size);
  const right = Math.min(page.width, Math.max(...boxes.map(({ x, width }) => x + width)) + size);
  const bottom = Math.min(page.height, Math.max(...boxes.map(({ y, height }) => y + height)) + size);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Fewer pixels than this share are the softened edges between two colours, not a colour of their own. */
const leastShare = 0.004;

function separate(
  data: Buffer,
  { width, height }: { readonly width: number; readonly height: number },
): Pick<LineArt, 'colour' | 'bits'>[] {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const counts = new Map<number, number>();
  let opaque = 0;
  for (const pixel of pixels) {
    if (pixel >>> 24 < 255) continue;
    opaque += 1;
    counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  }
  const palette = [...counts].filter(([, count]) => count >= opaque * leastShare).map(([pixel]) => pixel);
  const row = Math.ceil(width / 8);
  const masks = palette.map(() => Buffer.alloc(row * height));
  const nearest = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 1) {
    const pixel = pixels[at] as number;
    if (pixel >>> 24 < 128) continue;
    let index = nearest.get(pixel & 0xffffff);
    if (index === undefined) {
      index = indexOfNearest(pixel, palette);
      nearest.set(pixel & 0xffffff, index);
    }
    const x = at % width;
    const place = Math.floor(at / width) * row + (x >> 3);
    const mask = masks[index];
    if (mask) mask[place] = (mask[place] as number) | (0x80 >> (x & 7));
  }
  return palette.map((pixel, index) => ({ colour: inkOf(pixel), bits: deflateSync(masks[index] as Buffer) }));
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
