import sharp from 'sharp';
import { type Alteration, alterations } from './draw-scenes.ts';

/** What may go wrong with a frame, and can be done to one on purpose. */
export const spoils = [
  'darker',
  'paler',
  'recoloured',
  'grainy',
  'mirrored',
  ...alterations,
  'reference pasted',
  'split',
  'framed',
  'lettered',
] as const;
export type Spoil = (typeof spoils)[number];

/** From hardly visible to plain. */
export const strengths = [1, 2, 3, 4, 5] as const;
export type Strength = (typeof strengths)[number];

/**
 * Does one thing to a frame (PNG), at a strength from 1 to 5.
 *
 * @param other a frame of the same size that went along as its reference
 * @param altered the frame with other figures
 */
export async function spoilFrame(
  frame: Buffer,
  spoil: Spoil,
  strength: Strength,
  {
    other,
    altered,
    seed,
  }: { readonly other: Buffer; readonly altered: Readonly<Record<Alteration, Buffer>>; readonly seed: number },
): Promise<Buffer> {
  const { width, height } = await sharp(frame).metadata();
  const share = strength / 5;
  switch (spoil) {
    case 'darker':
      return sharp(frame)
        .linear(1 - 0.6 * share, 0)
        .png()
        .toBuffer();
    case 'paler':
      return sharp(frame)
        .modulate({ saturation: 1 - 0.95 * share })
        .png()
        .toBuffer();
    case 'recoloured':
      return sharp(frame)
        .modulate({ hue: Math.round(120 * share) })
        .png()
        .toBuffer();
    case 'grainy':
      return grain(frame, 30 * share, seed);
    case 'mirrored':
      // A mirrored frame is mirrored at any strength; what follows from less is not seen at all.
      return sharp(frame).flop().png().toBuffer();
    case 'outfit swapped':
    case 'person added':
    case 'person removed':
      return blend(frame, altered[spoil], share);
    case 'reference pasted':
      return blend(frame, other, 0.2 + 0.8 * share);
    case 'split': {
      const gutter = Math.max(2, Math.round(width * 0.006 * strength));
      const line = { create: { width: gutter, height, channels: 3, background: '#ffffff' } } as const;
      return sharp(frame)
        .composite([{ input: line, left: Math.round(width * 0.42), top: 0 }])
        .png()
        .toBuffer();
    }
    case 'framed': {
      const edge = Math.max(1, Math.round(width * 0.006 * strength));
      const inside = await sharp(frame)
        .resize(width - 2 * edge, height - 2 * edge, { fit: 'fill' })
        .toBuffer();
      return sharp(inside)
        .extend({ top: edge, bottom: edge, left: edge, right: edge, background: '#ffffff' })
        .png()
        .toBuffer();
    }
    case 'lettered': {
      const size = Math.round((height / 40) * strength);
      const words = `<svg width="${width}" height="${height}"><text x="${width * 0.1}" y="${height * 0.3}" font-family="Noto Sans" font-size="${size}" fill="#222">Hurry up, Hare!</text></svg>`;
      return sharp(frame)
        .composite([{ input: Buffer.from(words) }])
        .png()
        .toBuffer();
    }
  }
}

async function blend(frame: Buffer, other: Buffer, share: number): Promise<Buffer> {
  const over = await sharp(other).ensureAlpha(share).png().toBuffer();
  return sharp(frame)
    .composite([{ input: over }])
    .png()
    .toBuffer();
}

/** Noise of its own generator, so that the same seed spoils the same way everywhere. */
async function grain(frame: Buffer, sigma: number, seed: number): Promise<Buffer> {
  const { data, info } = await sharp(frame).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let state = seed + 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let at = 0; at < data.length; at += 3) {
    const noise = (next() + next() + next() - 1.5) * 2 * sigma;
    for (let channel = 0; channel < 3; channel++)
      data[at + channel] = Math.min(255, Math.max(0, Math.round((data[at + channel] ?? 0) + noise)));
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .png()
    .toBuffer();
}
