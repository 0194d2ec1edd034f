import { createCipheriv } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { sha256Of } from '../ledger.ts';
import type { PictureFormat } from './order.ts';

interface Encoding {
  readonly format: PictureFormat;
  /** The vendors' `output_compression`, 0–100. */
  readonly compression: number;
  readonly brighter: number;
  /** Minimum size in bytes, by padding; WebP is not padded. */
  readonly pictureBytes: number;
}

/** Below this quality JPEG smears the mark. */
const leastQuality = 75;

/** A drawn PNG in the requested format. */
export async function encodePicture(png: Uint8Array, encoding: Encoding): Promise<Uint8Array> {
  const { format, compression, brighter, pictureBytes } = encoding;
  if (format === 'png' && brighter === 0) return padPng(png, pictureBytes);
  // Only after something was drawn: imaging configures sharp's fonts, and sharp reads that once.
  const { default: sharp } = await import('sharp');
  const picture = brighter === 0 ? sharp(png) : sharp(png).linear(1, brighter);
  const quality = Math.max(leastQuality, compression);
  switch (format) {
    case 'png':
      return padPng(await picture.png({ compressionLevel: 6 }).toBuffer(), pictureBytes);
    case 'jpeg':
      return padJpeg(await picture.jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer(), pictureBytes);
    case 'webp':
      return picture.webp({ quality, effort: 2 }).toBuffer();
  }
}

/** Incompressible bytes, the same for the same picture. */
function noise(picture: Uint8Array, length: number): Buffer {
  const key = Buffer.from(sha256Of(picture), 'hex').subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** PNG's signature and header chunk, which must come first. */
const pngHeaderBytes = 8 + 25;

/** A private chunk after the header, which every decoder skips. */
function padPng(png: Uint8Array, least: number): Uint8Array {
  const missing = least - png.length - 12;
  if (missing <= 0) return png;
  const body = Buffer.concat([Buffer.from('npAd'), noise(png, missing)]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(missing);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, pngHeaderBytes), length, body, sum, png.subarray(pngHeaderBytes)]);
}

const mostComment = 65_533;

/** Comments after the start marker. */
function padJpeg(jpeg: Uint8Array, least: number): Uint8Array {
  const comments: Buffer[] = [];
  for (let missing = least - jpeg.length; missing > 0; missing -= mostComment + 4) {
    const head = Buffer.from([0xff, 0xfe, 0, 0]);
    const body = noise(jpeg, Math.min(missing, mostComment));
    head.writeUInt16BE(body.length + 2, 2);
    comments.push(head, body);
  }
  return Buffer.concat([jpeg.subarray(0, 2), ...comments, jpeg.subarray(2)]);
}
