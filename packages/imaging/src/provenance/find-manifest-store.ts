import { pngChunks } from '../png-chunks.ts';

/**
 * The C2PA manifest store of a picture, or null: the chunk `caBX` of a PNG, the APP11 segments of a JPEG put together, the chunk
 * `C2PA` of a WebP. Source: C2PA specification 2.2, appendix A.
 */
export function findManifestStore(picture: Uint8Array): Uint8Array | null {
  if (startsWith(picture, [0x89, 0x50, 0x4e, 0x47])) return inPng(picture);
  if (startsWith(picture, [0xff, 0xd8])) return inJpeg(picture);
  if (textAt(picture, 0) === 'RIFF' && textAt(picture, 8) === 'WEBP') return inWebp(picture);
  return null;
}

function inPng(png: Uint8Array): Uint8Array | null {
  for (const { type, data } of pngChunks(png)) if (type === 'caBX') return data;
  return null;
}

function inWebp(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length;
    if (end > bytes.length) return null;
    if (textAt(bytes, at) === 'C2PA') return bytes.subarray(at + 8, end);
    at = end + (length % 2);
  }
  return null;
}

const app11 = 0xeb;
const startOfScan = 0xda;
/** Within an APP11 segment: `JP`, the number of the box, that of its packet, then the header of the box, which each packet repeats. */
const jumbfId = [0x4a, 0x50];
const packetAt = 4;
const boxAt = 8;
const boxHeader = 8;

function inJpeg(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  const parts: { readonly packet: number; readonly bytes: Uint8Array }[] = [];
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    if (marker === startOfScan) break;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) break;
    const segment = bytes.subarray(at + 4, end);
    if (isManifestSegment(marker, segment)) {
      const packet = viewOf(segment).getUint32(packetAt);
      parts.push({ packet, bytes: segment.subarray(packet === 1 ? boxAt : boxAt + boxHeader) });
    }
    at = end;
  }
  if (parts.length === 0) return null;
  return Buffer.concat(parts.toSorted((a, b) => a.packet - b.packet).map((part) => part.bytes));
}

/** Whether a segment of a JPEG, without marker and length, is a part of a manifest store. */
export const isManifestSegment = (marker: number | undefined, segment: Uint8Array): boolean =>
  marker === app11 && startsWith(segment, jumbfId) && segment.length > boxAt + boxHeader;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const textAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);
