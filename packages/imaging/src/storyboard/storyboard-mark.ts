import type { PixelSize, StoryboardMark } from '@nextpanel/core';

/**
 * The mark is a strip of black and white cells, 48 across and 3 down, in a quiet white ring and a black frame, 52 by 7
 * cells in all, in the bottom right corner. It holds 144 bits, most significant first: 64 of the request key, 64 of the
 * reference's hash, 16 of a CRC over both. Cells are whole pixels, so PNG keeps it exactly.
 */
export const markGrid = { columns: 48, rows: 3, around: 2 } as const;

const keyBytes = 8;

export interface MarkPlace extends PixelSize {
  readonly left: number;
  readonly top: number;
  /** Side of a cell in pixels. */
  readonly cell: number;
}

/** Position of the mark in a frame of this size. Null if the frame is too small for the storyboard. */
export function markPlace(frame: PixelSize): MarkPlace | null {
  const cell = Math.max(1, Math.floor(Math.min(frame.width, frame.height) / 256));
  const width = (markGrid.columns + 2 * markGrid.around) * cell;
  const height = (markGrid.rows + 2 * markGrid.around) * cell;
  const left = frame.width - width - 3 * cell;
  const top = frame.height - height - 3 * cell;
  return left < 0 || top < 0 ? null : { left, top, width, height, cell };
}

/** The mark's bits, row by row: 1 is black. */
export function markBits(mark: StoryboardMark): number[] {
  const payload = Buffer.from(mark.requestKey + mark.reference, 'hex');
  const bytes = Buffer.concat([payload, Buffer.alloc(2)]);
  bytes.writeUInt16BE(crc16(payload), payload.length);
  return [...bytes].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));
}

/** The mark these bits encode, or null if the CRC does not match. */
export function markOfBits(bits: readonly number[]): StoryboardMark | null {
  const bytes = Buffer.alloc(keyBytes * 2 + 2);
  for (const [at, bit] of bits.entries()) bytes[at >> 3] = ((bytes[at >> 3] ?? 0) << 1) | bit;
  const payload = bytes.subarray(0, keyBytes * 2);
  if (crc16(payload) !== bytes.readUInt16BE(payload.length)) return null;
  return {
    requestKey: payload.subarray(0, keyBytes).toString('hex'),
    reference: payload.subarray(keyBytes).toString('hex'),
  };
}

/** SVG of the mark; `crispEdges` and whole numbers avoid greys. */
export function drawMark(frame: PixelSize, mark: StoryboardMark): string {
  const place = markPlace(frame);
  if (place === null) return '';
  const { left, top, width, height, cell } = place;
  const rectangle = (inset: number, fill: string) =>
    `<rect x="${left + inset}" y="${top + inset}" width="${width - 2 * inset}" height="${height - 2 * inset}" fill="${fill}"/>`;
  const cells = markBits(mark).map((bit, index) => {
    const x = left + (markGrid.around + (index % markGrid.columns)) * cell;
    const y = top + (markGrid.around + Math.floor(index / markGrid.columns)) * cell;
    return bit === 1 ? `M${x} ${y}h${cell}v${cell}h${-cell}z` : '';
  });
  return `<g shape-rendering="crispEdges">${rectangle(0, '#000')}${rectangle(cell, '#fff')}<path d="${cells.join('')}" fill="#000"/></g>`;
}

/** CRC-16/CCITT-FALSE: start 0xFFFF, so that all-black and all-white strips are not valid marks. */
function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}
