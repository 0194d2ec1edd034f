import type { PixelSize } from '@nextpanel/core';

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Cells drawn; the remaining ones are white. */
  readonly cells: number;
}

/** Width of the white lines between the cells, as a share of the picture's smaller edge. */
const gutterShare = 0.015;

const most = 16;

/** The grid that a prompt requests in words ("a contact sheet of 7 panels, 2 columns by 4 rows"), or null. */
export function gridAsked(prompt: string): Grid | null {
  if (!/contact sheet|\bgrid of\b/i.test(prompt)) return null;
  const columns = Number(/(\d+) columns?/i.exec(prompt)?.[1] ?? 0);
  const rows = Number(/(\d+) rows?/i.exec(prompt)?.[1] ?? 0);
  const cells = columns * rows;
  if (cells < 2 || cells > most) return null;
  const panels = Number(/contact sheet of (\d+)/i.exec(prompt)?.[1] ?? cells);
  return { columns, rows, cells: Math.min(cells, panels) };
}

/** A PNG with a drawing in each cell, row by row, and white between and around them. */
export async function drawGrid(
  { width, height }: PixelSize,
  { columns, rows, cells: count }: Grid,
  drawCell: (size: PixelSize, index: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const gutter = Math.max(4, Math.round(Math.min(width, height) * gutterShare));
  const cell = {
    width: Math.floor((width - gutter * (columns + 1)) / columns),
    height: Math.floor((height - gutter * (rows + 1)) / rows),
  };
  const cells = await Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      input: Buffer.from(await drawCell(cell, index)),
      left: gutter + (index % columns) * (cell.width + gutter),
      top: gutter + Math.floor(index / columns) * (cell.height + gutter),
    })),
  );
  const { default: sharp } = await import('sharp');
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite(cells)
    .removeAlpha()
    .png({ compressionLevel: 6 })
    .toBuffer();
}
