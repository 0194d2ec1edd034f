import { NextpanelError, type PictureFacts } from '@nextpanel/core';
import { loadSharp } from './load-sharp.ts';

/**
 * A WebP of at most `width` pixels across, for previews: the aspect is kept, EXIF orientation applied, nothing enlarged.
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
      throw new NextpanelError('picture_unreadable', 'The picture cannot be decoded; send it again or draw it anew.', {
        cause,
      });
    });
  return { bytes: resized, mime: 'image/webp' };
}
