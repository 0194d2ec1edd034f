import { loadSharp } from '../load-sharp.ts';

/** The seam fades over this share of the shorter side of the picture, within the area. */
const seamShare = 0.006;

export interface PasteInput {
  /** The picture that stays as it is outside of the area. */
  readonly base: Uint8Array;
  /** The picture of which the area is taken; one of another size is scaled to that of the base. */
  readonly drawn: Uint8Array;
  /** Of the size of the base: transparent where `drawn` shows. */
  readonly mask: Uint8Array;
}

/**
 * The base with the area of another picture pasted over it, as a PNG without loss: models repaint everything, whatever mask they are
 * given. Outside of the area every pixel is the one of the base; the seam fades within it.
 */
export async function pasteArea({ base, drawn, mask }: PasteInput): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const under = await sharp(base)
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = under.info;
  const over = await sharp(drawn)
    .autoOrient()
    .resize({ width, height, fit: 'fill' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer();
  const closed = await sharp(mask).ensureAlpha().extractChannel(3).raw({ depth: 'uchar' }).toBuffer();
  const soft = await sharp(closed, { raw: { width, height, channels: 1 } })
    .blur(Math.max(0.5, Math.min(width, height) * seamShare))
    .extractChannel(0)
    .raw({ depth: 'uchar' })
    .toBuffer();
  const pixels = Buffer.from(under.data);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    if ((closed[pixel] as number) > 0) continue;
    // At a straight edge the blurred mask is half closed: from there it fades to all open.
    const weight = Math.min(1, (255 - (soft[pixel] as number)) / 255) * 2 - 1;
    const share = Math.max(0, weight);
    for (let channel = pixel * 3; channel < pixel * 3 + 3; channel += 1) {
      const [from, to] = [under.data[channel] as number, over[channel] as number];
      pixels[channel] = Math.round(from + (to - from) * share);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}
