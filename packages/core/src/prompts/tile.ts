import type { PixelSize } from '../picture.ts';

/** How characters stand side by side in one picture. The version is part of the keys of requests it goes along with: other pixels are another version. */
export const tileGeometry = { version: 1, cell: { width: 512, height: 768 }, gap: 16, ground: '#808080' } as const;

/** The size of a tile with so many cells. */
export const tileSize = (cells: number): PixelSize => ({
  width: cells * tileGeometry.cell.width + (cells + 1) * tileGeometry.gap,
  height: tileGeometry.cell.height + 2 * tileGeometry.gap,
});

/** The name of a tile in request keys: what it is made of and how, not its bytes, which another version of the image library may write differently. */
export const tileKey = (cells: readonly string[]): string =>
  `tile:${tileGeometry.version}:${tileSize(cells.length).width}x${tileSize(cells.length).height}:${cells.join(',')}`;
