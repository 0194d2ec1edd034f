import { loadSharp } from './load-sharp.ts';

/** Side to which a picture is scaled before its pixels are counted. */
const side = 256;
/** A pixel with less than this of 255 shows nothing. */
const leastAlpha = 8;

/** The share of a picture that is transparent, 0–1; 0 for one without transparency. */
export async function readClearShare(bytes: Uint8Array): Promise<number> {
  const sharp = await loadSharp();
  if (!(await sharp(bytes).metadata()).hasAlpha) return 0;
  const alpha = await sharp(bytes)
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .extractChannel('alpha')
    .raw({ depth: 'uchar' })
    .toBuffer();
  return alpha.reduce((clear, value) => clear + (value < leastAlpha ? 1 : 0), 0) / alpha.length;
}
