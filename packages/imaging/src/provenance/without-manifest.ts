import { isManifestSegment } from './find-manifest-store.ts';

/**
 * A picture without its C2PA manifest: of one that was signed, the bytes as they were before. Pictures of other kinds, and those without
 * a manifest, stay as they are.
 */
export function withoutManifest(picture: Buffer): Buffer {
  if (picture.readUInt16BE(0) === 0xffd8) return withoutSegments(picture);
  if (picture.toString('latin1', 1, 4) === 'PNG') return withoutChunks(picture, pngChunk);
  if (picture.toString('latin1', 0, 4) === 'RIFF') return withLength(withoutChunks(picture, webpChunk));
  return picture;
}

interface Chunk {
  readonly end: number;
  readonly isManifest: boolean;
}

/** Signature, then chunks: length, type, data, checksum. */
const pngChunk = {
  start: 8,
  read: (png: Buffer, at: number): Chunk => ({
    end: at + 12 + png.readUInt32BE(at),
    isManifest: png.toString('latin1', at + 4, at + 8) === 'caBX',
  }),
};
/** Chunks of odd length are padded by a byte. */
const webpChunk = {
  start: 12,
  read(webp: Buffer, at: number): Chunk {
    const length = webp.readUInt32LE(at + 4);
    return { end: at + 8 + length + (length % 2), isManifest: webp.toString('latin1', at, at + 4) === 'C2PA' };
  },
};

function withoutChunks(picture: Buffer, { start, read }: typeof pngChunk): Buffer {
  const parts = [picture.subarray(0, start)];
  for (let at = start; at + 8 < picture.length; ) {
    const { end, isManifest } = read(picture, at);
    if (!isManifest) parts.push(picture.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

function withLength(webp: Buffer): Buffer {
  webp.writeUInt32LE(webp.length - 8, 4);
  return webp;
}

const startOfScan = 0xda;

function withoutSegments(jpeg: Buffer): Buffer {
  const parts = [jpeg.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== startOfScan) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    if (!isManifestSegment(jpeg[at + 1], jpeg.subarray(at + 4, end))) parts.push(jpeg.subarray(at, end));
    at = end;
  }
  return Buffer.concat([...parts, jpeg.subarray(at)]);
}
