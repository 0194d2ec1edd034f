import type { PixelSize } from '@nextpanel/core';

export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

/** Width of the white lines between the cells, as a share of the picture's smaller edge. */
const gutterShare = 0.015;

const most = 8;

/** The grid a prompt asks for in one picture ("4 rows and 2 columns", "a 2×4 grid"), or null. */
export function gridAsked(prompt: string): Grid | null {
  const columns = /(\d+)[ -]columns?/i.exec(prompt)?.[1];
  const rows = /(\d+)[ -]rows?/i.exec(prompt)?.[1];
  const named = columns !== undefined && rows !== undefined ? { columns: Number(columns), rows: Number(rows) } : null;
  const [, across, down] = /(\d+)\s?[x×]\s?(\d+)[ -](?:grid|contact sheet)/i.exec(prompt) ?? [];
  const grid = named ?? (across === undefined ? null : { columns: Number(across), rows: Number(down) });
  if (grid === null || grid.columns > most || grid.rows > most || grid.columns * grid.rows < 2) return null;
  return grid;
}

/** One picture that holds a drawing in each cell, row by row, white between and around them. PNG. */
export async function drawGrid(
  { width, height }: PixelSize,
  { columns, rows }: Grid,
  drawCell: (size: PixelSize, index: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const gutter = Math.max(4, Math.round(Math.min(width, height) * gutterShare));
  const cell = {
    width: Math.floor((width - gutter * (columns + 1)) / columns),
    height: Math.floor((height - gutter * (rows + 1)) / rows),
  };
  const cells = await Promise.all(
    Array.from({ length: columns * rows }, async (_, index) => ({
      input: Buffer.from(await drawCell(cell, index)),
      left: gutter + (index % columns) * (cell.width + gutter),
      top: gutter + Math.floor(index / columns) * (cell.height + gutter),
    })),
  );
  const { default: sharp } = await import('sharp');
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite(cells)
    .png({ compressionLevel: 6 })
    .toBuffer();
}
