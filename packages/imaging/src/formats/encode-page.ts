import type { Sharp as SharpInstance } from 'sharp';
import { loadSharp } from '../load-sharp.ts';
import { withoutManifest } from '../provenance/without-manifest.ts';
import { releasePixels } from '../release-pixels.ts';
import type { BookPage, PageEncoding } from './book-format.ts';
import { digitalSourceType, writeXmp } from './write-xmp.ts';

const webp = { quality: 82, effort: 4 };

/** Wider pages are reduced to this in WebP: a screen shows no more, and a magnified panel is sharp. */
const maxWidth = 1600;

/**
 * A page as books for reading have it, with XMP that says how its pictures were made.
 *
 * JPEG: no chroma subsampling, which frays the edges of letters. Neither mozjpeg nor optimised Huffman tables: they make libjpeg hold the
 * whole page, so that a process that binds books needs 560 MB instead of 115 and twice the CPU, for an eighth fewer bytes (measured with
 * pages of 2126×4236).
 *
 * @param picture the page, opened and not yet encoded
 */
export async function encodePage(
  picture: SharpInstance,
  as: PageEncoding,
  panels: Parameters<typeof digitalSourceType>[0],
): Promise<Buffer> {
  const described = picture.withXmp(writeXmp({ sourceType: digitalSourceType(panels) }));
  return as === 'jpeg'
    ? described.jpeg({ quality: 90, chromaSubsampling: '4:4:4', mozjpeg: false, optimiseCoding: false }).toBuffer()
    : described.resize({ width: maxWidth, withoutEnlargement: true }).webp(webp).toBuffer();
}

/**
 * The same of a page on its way into a book, as it was encoded when its sheet was composed, or encoded now; without a signature, see
 * `signedPage`.
 */
export async function encodedPage(
  page: Pick<BookPage, 'png' | 'panels' | 'encoded' | 'signedWith'>,
  as: PageEncoding,
): Promise<Buffer> {
  const known = await page.encoded?.(as);
  if (known) {
    const bytes = Buffer.from(known.buffer, known.byteOffset, known.byteLength);
    return page.signedWith === undefined ? bytes : withoutManifest(bytes);
  }
  const sharp = await loadSharp();
  const png = await page.png();
  const encoded = await encodePage(sharp(png, { failOn: 'error' }), as, page.panels);
  releasePixels(png);
  return encoded;
}
