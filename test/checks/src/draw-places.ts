import { createHash } from 'node:crypto';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import sharp from 'sharp';

export const places = [
  'in the meadow',
  'on the road',
  'in the room at night',
  'under the tree',
  'by the sea',
  'in the snow',
] as const;

/** A storyboard frame without letters: no figures, whose names stand below them, and its caption cut off. PNG. */
export async function drawPlace(prompt: string, side: number): Promise<Buffer> {
  const frame = await drawStoryboardFrame({
    number: 1,
    prompt,
    characters: [],
    language: 'en',
    reference: null,
    requestKey: createHash('sha256').update(prompt).digest('hex'),
    width: side,
    height: side,
  });
  return sharp(frame)
    .extract({ left: 0, top: 0, width: side, height: Math.round(side * 0.86) })
    .png()
    .toBuffer();
}
