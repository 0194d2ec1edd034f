import { NextpanelError, type PictureFacts } from '@nextpanel/core';
import { loadSharp } from './load-sharp.ts';

/** Pictures larger than this are refused unread: 50 megapixels, some 150 MB when decoded. */
const defaultMaxPixels = 50_000_000;

/** How a whole picture ends: PNG's IEND chunk with its checksum, JPEG's end marker. WebP's header tells its length. */
const endings: Readonly<Partial<Record<PictureFacts['mime'], readonly number[]>>> = {
  'image/png': [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
  'image/jpeg': [0xff, 0xd9],
};

/**
 * Finds out what a picture is by its first bytes, never by what it is called, and proves it whole by decoding every pixel
 * once. Width and height are as it is seen: turned by its EXIF orientation.
 * Throws `picture_too_large`, judged by the header before anything is decoded, and `picture_unreadable` for anything that
 * is not PNG, JPEG or WebP, is cut off or corrupt.
 */
export async function inspectPicture(bytes: Uint8Array, options: { maxPixels?: number } = {}): Promise<PictureFacts> {
  const maxPixels = options.maxPixels ?? defaultMaxPixels;
  const mime = sniff(bytes);
  if (mime === null) {
    throw new NextpanelError(
      'picture_unreadable',
      'This is not a PNG, JPEG or WebP picture; convert it to one of them.',
    );
  }
  const sharp = await loadSharp();
  const header = await sharp(bytes, { limitInputPixels: false }).metadata().catch(unreadable);
  const { width, height } = header.autoOrient;
  if (width * height > maxPixels) {
    throw new NextpanelError(
      'picture_too_large',
      `The picture has ${width}×${height} pixels; at most ${maxPixels.toLocaleString('en')} are allowed. Send a smaller one.`,
      { detail: { width, height, maxPixels } },
    );
  }
  // One channel of every pixel is asked for, so the decoder must go to the end, and a third of the memory is enough.
  // `warning` is the strictness at which libjpeg reports damaged data.
  const { info } = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'warning' })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(unreadable);
  if (info.width * info.height !== header.width * header.height) unreadable(new Error('fewer pixels than announced'));
  // It may be cut after its last pixel: whoever sent it was not done.
  const ending = endings[mime];
  if (
    ending !== undefined &&
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(Buffer.from(ending)) < 0
  ) {
    unreadable(new Error('it has no end'));
  }
  return { mime, width, height };
}

function unreadable(cause: unknown): never {
  throw new NextpanelError('picture_unreadable', 'The picture is cut off or corrupt; send it again or draw it anew.', {
    cause,
  });
}

function sniff(bytes: Uint8Array): PictureFacts['mime'] | null {
  const starts = (signature: readonly number[], at = 0) => signature.every((byte, index) => bytes[at + index] === byte);
  if (starts([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (starts([0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (starts([0x52, 0x49, 0x46, 0x46]) && starts([0x57, 0x45, 0x42, 0x50], 8)) return 'image/webp';
  return null;
}
