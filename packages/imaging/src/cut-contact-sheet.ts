import { NextpanelError, type PixelSize } from '@nextpanel/core';
import { profileLines } from './contact-sheet/line-profile.ts';
import { type CellBox, placeCells } from './contact-sheet/place-cells.ts';
import { loadSharp, type Sharp } from './load-sharp.ts';

/** A cell with fewer pixels on a side shows nothing useful. */
const leastCell = 64;

/** How far the picture's aspect may be from the grid's: the smaller of the two is at least this share of the larger. */
const leastAspectShare = 0.75;

export interface ContactSheetGrid {
  readonly columns: number;
  readonly rows: number;
  /** Panels in the grid, left to right, then top to bottom; cells after them are blank. */
  readonly panels: number;
  /** Size of every frame that is cut out, in pixels. */
  readonly frame: PixelSize;
  /** The size that was ordered. Needed where a model's few sizes do not have the shape of `columns` × `rows` frames. */
  readonly sheet?: PixelSize;
}

/**
 * Cuts the one picture a model drew a batch in (PNG, JPEG or WebP) into its panels: RGB PNGs of exactly `frame` pixels,
 * scaled to cover and cropped at the centre, never stretched, without gutters, thin black borders and outer margin.
 * `gutters`: light or dark gutters were found close to those of an even grid (±12 % of a cell). `even`: none were found, and
 * the picture, or the part inside its margin, was divided evenly. The same bytes give the same frames.
 *
 * Throws `contact_sheet_unreadable` if the picture cannot be that grid (its aspect is off by more than 25 %, a cell has
 * less than 64 pixels on a side), and `picture_unreadable` if it cannot be decoded. Both are paid for and not worth a retry.
 */
export async function cutContactSheet(
  bytes: Uint8Array,
  grid: ContactSheetGrid,
): Promise<{ frames: Uint8Array[]; found: 'gutters' | 'even' }> {
  const sharp = await loadSharp();
  const { pixels, picture } = await decode(sharp, bytes, grid);
  const [across, down] = await Promise.all([
    profileLines(sharp, pixels, picture, 'x'),
    profileLines(sharp, pixels, picture, 'y'),
  ]);
  const { cells, found } = placeCells(across, down, grid);
  const frames = await Promise.all(cells.map((cell) => cut(sharp, pixels, picture, cell, grid.frame)));
  return { frames, found };
}

/** RGB rows of the whole picture, decoded only if its header says that it may be the grid. */
async function decode(
  sharp: Sharp,
  bytes: Uint8Array,
  grid: ContactSheetGrid,
): Promise<{ pixels: Buffer; picture: PixelSize }> {
  const unreadable = (cause: unknown): never => {
    throw new NextpanelError('picture_unreadable', 'The contact sheet cannot be decoded; draw the batch again.', {
      cause,
      money: 'paid',
    });
  };
  const decoder = sharp(bytes, { failOn: 'error' }).autoOrient();
  const { autoOrient } = await decoder.metadata().catch(unreadable);
  requireGrid(autoOrient, grid);
  const { data, info } = await decoder
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(unreadable);
  return { pixels: data, picture: { width: info.width, height: info.height } };
}

function requireGrid(picture: PixelSize, { columns, rows, panels, frame, sheet }: ContactSheetGrid): void {
  const ordered = sheet ?? { width: columns * frame.width, height: rows * frame.height };
  const off = (picture.width * ordered.height) / (picture.height * ordered.width);
  const large = Math.min(picture.width / columns, picture.height / rows) >= leastCell;
  // A little slack: 1536×1024 for 4×2 squares is exactly 25 % off.
  if (large && Math.min(off, 1 / off) >= leastAspectShare - 1e-9 && panels <= columns * rows) return;
  throw new NextpanelError(
    'contact_sheet_unreadable',
    `A picture of ${picture.width}×${picture.height} pixels cannot hold ${panels} panels in ${columns} columns and ${rows} rows of ${frame.width}:${frame.height}; draw the batch again, or choose another method than contact-sheet.`,
    { money: 'paid', detail: { width: picture.width, height: picture.height, columns, rows, panels } },
  );
}

function cut(sharp: Sharp, pixels: Buffer, picture: PixelSize, cell: CellBox, frame: PixelSize): Promise<Uint8Array> {
  return sharp(pixels, { raw: { ...picture, channels: 3 } })
    .extract(cell)
    .resize(frame.width, frame.height, { fit: 'cover', position: 'centre' })
    .png({ compressionLevel: 6 })
    .toBuffer();
}
