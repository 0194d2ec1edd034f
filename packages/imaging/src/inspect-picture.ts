import { NextpanelError, type PictureFacts } from '@nextpanel/core';
import { loadSharp } from './load-sharp.ts';
import { pngChunks } from './png-chunks.ts';

/** Larger pictures are refused before they are decoded: 50 megapixels are about 150 MB. */
const defaultMaxPixels = 50_000_000;

/** WebP can be no longer, and previews are WebP: https://developers.google.com/speed/webp/faq#what_is_the_maximum_size_a_webp_image_can_be */
const longestSide = 16_383;
/** No panel, and nothing a panel could be drawn from, is longer and narrower; vendors refuse more than 3:1. */
const mostAspect = 20;

/**
 * Of compressed texts in a PNG, together. The decoder unpacks them twice, and each may grow by a factor of 1,000: 14 MB of them took a minute and
 * more, these take under a second. What cameras and programs write there has a few kilobytes.
 */
const textBytesMax = 256 * 1_024;
const textChunks = ['zTXt', 'iTXt'];

/** How a complete picture ends: PNG's IEND chunk with its checksum, JPEG's end marker. WebP's header states its length. */
const endings: Readonly<Partial<Record<PictureFacts['mime'], readonly number[]>>> = {
  'image/png': [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
  'image/jpeg': [0xff, 0xd9],
};

/**
 * Identifies a picture by its first bytes, never by its name, and proves that it is complete by decoding every pixel once.
 * Width and height are as displayed: after its EXIF orientation.
 * Throws `picture_too_large` and `picture_too_narrow`, judged by its chunks and its header before anything is decoded, and `picture_unreadable` for anything that
 * is not a PNG, JPEG or WebP (`detail.format` names another format of pictures), or is truncated or corrupt.
 */
export async function inspectPicture(bytes: Uint8Array, options: { maxPixels?: number } = {}): Promise<PictureFacts> {
  const maxPixels = options.maxPixels ?? defaultMaxPixels;
  const mime = sniff(bytes);
  if (mime === null) {
    const format = otherFormat(bytes);
    throw new NextpanelError(
      'picture_unreadable',
      `This is ${format ?? (bytes.length === 0 ? 'an empty file' : 'something else')}, not a PNG, JPEG or WebP picture; send one of them.`,
      { detail: { ...(format !== null && { format }) } },
    );
  }
  if (mime === 'image/png') refuseBombs(bytes);
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
  const [short = 0, long = 0] = [width, height].sort((a, b) => a - b);
  if (long > longestSide || long > mostAspect * short) {
    throw new NextpanelError(
      'picture_too_narrow',
      `The picture has ${width}×${height} pixels; its sides may differ by a factor of ${mostAspect}, and none may have more than ${longestSide.toLocaleString('en')} pixels.`,
      { detail: { width, height } },
    );
  }
  // One channel of every pixel: the decoder must read to the end, with a third of the memory.
  // `warning` is the strictness at which libjpeg reports damaged data.
  const { info } = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'warning' })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(unreadable);
  if (info.width * info.height !== header.width * header.height) unreadable(new Error('fewer pixels than announced'));
  // Cut after its last pixel: the sender was not finished.
  const ending = endings[mime];
  if (
    ending !== undefined &&
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(Buffer.from(ending)) < 0
  ) {
    unreadable(new Error('it has no end'));
  }
  return { mime, width, height };
}

/** A PNG with compressed texts that would keep the decoder busy. */
function refuseBombs(png: Uint8Array): void {
  let texts = 0;
  for (const { type, data } of pngChunks(png)) if (textChunks.includes(type)) texts += data.length;
  if (texts <= textBytesMax) return;
  throw new NextpanelError(
    'picture_too_large',
    `The picture has ${texts.toLocaleString('en')} bytes of compressed texts beside its pixels; at most ${textBytesMax.toLocaleString('en')} are allowed. Save it without metadata.`,
    { detail: { texts } },
  );
}

// cspell:ignore ftyp
/** Formats that pictures also come in. */
const otherFormats: readonly (readonly [format: string, begins: RegExp])[] = [
  ['a GIF', /^GIF8/],
  ['an AVIF or HEIC', /^[\s\S]{4}ftyp/],
  ['a TIFF', /^(II\*\0|MM\0\*)/],
  ['a BMP', /^BM/],
  ['a PDF', /^%PDF/],
  ['an SVG', /^\s*(<\?xml[\s\S]*)?<svg/i],
];

function otherFormat(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1');
  return otherFormats.find(([, begins]) => begins.test(head))?.[0] ?? null;
}

function unreadable(cause: unknown): never {
  throw new NextpanelError('picture_unreadable', 'The picture is truncated or corrupt; send or draw it again.', {
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
