import { once } from 'node:events';
import { crc32, createDeflate } from 'node:zlib';
import type { PixelSize } from '@nextpanel/core';
import type { FaultName } from '../faults/fault-facts.ts';
import { html, textOf } from '../http/reply.ts';
import { sha256Of } from '../ledger.ts';
import type { DrawnPicture } from './order.ts';

/** The pictures as a faulty vendor returns them: fewer, or with other bytes. Other faults leave them as they are. */
export async function spoilPictures(
  pictures: readonly DrawnPicture[],
  fault: FaultName | null,
): Promise<DrawnPicture[]> {
  if (fault === 'no-images') return [];
  if (fault === 'fewer-images') return pictures.slice(0, -1);
  return Promise.all(
    pictures.map(async (picture) => {
      const bytes = await spoilBytes(picture, fault);
      return bytes === picture.bytes ? picture : { ...picture, bytes, sha256: sha256Of(bytes) };
    }),
  );
}

async function spoilBytes({ bytes, width, height }: DrawnPicture, fault: FaultName | null): Promise<Uint8Array> {
  switch (fault) {
    case 'black-picture':
    case 'nsfw-picture':
      return blacken({ width, height });
    case 'off-model-picture':
      return tintPicture(bytes, { width, height });
    case 'tiny-picture':
      return shrink(bytes);
    case 'empty-picture':
      return new Uint8Array();
    case 'truncated-picture':
      return bytes.slice(0, Math.floor(bytes.length * 0.6));
    case 'corrupt-picture':
      return corrupt(bytes);
    case 'html-picture':
      return Buffer.from(textOf(html(200, 'Just a moment...')));
    case 'bomb-picture':
      return pngBomb(20_000);
    default:
      return bytes;
  }
}

/** As a PNG whatever was requested. */
async function blacken(size: PixelSize): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  return sharp({ create: { ...size, channels: 3, background: '#000000' } })
    .png()
    .toBuffer();
}

/** Every colour half magenta: what the emulated judge takes for characters that do not look as they should. */
async function tintPicture(bytes: Uint8Array, size: PixelSize): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const veil = { create: { ...size, channels: 4 as const, background: { r: 255, g: 0, b: 255, alpha: 0.5 } } };
  return sharp(bytes)
    .composite([{ input: veil }])
    .toBuffer();
}

async function shrink(bytes: Uint8Array): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  return sharp(bytes).resize(64, 64, { fit: 'fill' }).toBuffer();
}

/** Inverts the second quarter; header and end stay as they are. */
function corrupt(bytes: Uint8Array): Uint8Array {
  const spoilt = Uint8Array.from(bytes);
  // WebP decodes any bits, but its first part cannot be longer than the whole (bytes 21 and 22).
  if (String.fromCharCode(...bytes.subarray(8, 12)) === 'WEBP') spoilt.fill(0xff, 21, 23);
  const [from, to] = [Math.floor(bytes.length / 4), Math.floor(bytes.length / 2)];
  for (let at = from; at < to; at++) spoilt[at] = (spoilt[at] ?? 0) ^ 0xff;
  return spoilt;
}

/** A black, square PNG, one bit a pixel: about 50 kB that need 400 MB or more when decoded. */
async function pngBomb(side: number): Promise<Uint8Array> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const row = Buffer.alloc(1 + Math.ceil(side / 8));
  const rowsAtOnce = 500;
  const rows = Buffer.concat(Array<Buffer>(rowsAtOnce).fill(row));
  const deflate = createDeflate({ level: 9 });
  const packed: Buffer[] = [];
  deflate.on('data', (part: Buffer) => packed.push(part));
  for (let at = 0; at < side; at += rowsAtOnce) {
    if (!deflate.write(rows)) await once(deflate, 'drain');
  }
  deflate.end();
  await once(deflate, 'end');
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', Buffer.concat(packed)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
