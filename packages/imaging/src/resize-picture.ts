import { NextpanelError, type PictureFacts } from '@nextpanel/core';
import { loadSharp } from './load-sharp.ts';

/**
 * A WebP at most `width` pixels wide, for previews. The aspect is kept, the EXIF orientation applied; nothing is enlarged.
 * Throws `picture_unreadable`.
 */
export async function resizePicture(
  bytes: Uint8Array,
  width: number,
): Promise<{ bytes: Uint8Array; mime: PictureFacts['mime'] }> {
  const sharp = await loadSharp();
  const resized = await sharp(bytes, { failOn: 'error' })
    .autoOrient()
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: 80, effort: 2 })
    .toBuffer()
    .catch((cause: unknown) => {
      throw new NextpanelError('picture_unreadable', 'The picture cannot be decoded; send or draw it again.', {
        cause,
      });
    });
  return { bytes: resized, mime: 'image/webp' };
}
