import type { PixelSize } from '@nextpanel/core';
import { drawStoryboardFrame } from '@nextpanel/imaging';
import { sha256Of } from '../ledger.ts';
import { encodePicture } from './encode-picture.ts';
import { drawGrid, type Grid, gridAsked } from './grid.ts';
import type { DrawnPicture, Order, PictureFormat } from './order.ts';
import { openWear, type Wear, wearPicture } from './wear.ts';

/** Draws the pictures of an order. */
export interface Painter {
  /**
   * Real pictures from the storyboard. Their mark contains the first 64 bits of the SHA-256 of the *last* reference, so the
   * pixels show what was really sent. The same order gives the same pictures in every emulator, but drawing it again gives
   * others, as real models never repeat themselves.
   */
  draw(order: Order, variant?: Variant): Promise<DrawnPicture[]>;
  /** How often each order was drawn so far, by the SHA-256 of its content. */
  drawings(): (readonly [order: string, times: number])[];
  /** Continues counting where another emulator left off. */
  resume(drawings: readonly (readonly [order: string, times: number])[]): void;
}

/** Ways in which a model fails to draw what was requested. */
export type Variant = 'identical-frames' | 'near-identical-frames' | 'composite' | 'wrong-size-picture';

/** Longer captions are cut. */
const captionLength = 400;

export function openPainter({ pictureBytes, wear }: { pictureBytes: number; wear: Wear }): Painter {
  const drawings = new Map<string, number>();
  const worn = openWear(wear);
  return {
    async draw(order, variant) {
      const asked = sha256Of([order.model, order.prompt, ...order.references.map(({ sha256 }) => sha256)].join('\0'));
      const drawing = (drawings.get(asked) ?? 0) + 1;
      drawings.set(asked, drawing);
      const boards = planBoards(order, asked, drawing, variant);
      return Promise.all(
        boards.map(async (board) => {
          const wears = worn.next(order, board.key);
          const png = await wearPicture(await drawBoard(order, board), wears);
          const { format, compression } = order;
          const drawn = await encodePicture(png, { format, compression, brighter: board.brighter, pictureBytes });
          const picture = pictureOf(drawn, format, board.size);
          worn.remember(picture.sha256, wears);
          return picture;
        }),
      );
    },
    drawings: () => [...drawings],
    resume(counted) {
      for (const [asked, times] of counted) drawings.set(asked, times);
    },
  };
}

interface Board {
  readonly key: string;
  readonly number: number;
  readonly prompt: string;
  readonly size: PixelSize;
  readonly grid: Grid | null;
  /** Steps of brightness by which it differs from the others. */
  readonly brighter: number;
}

function planBoards(order: Order, asked: string, drawing: number, variant: Variant | undefined): Board[] {
  const alike = variant === 'identical-frames' || variant === 'near-identical-frames';
  const count = variant === 'composite' ? 1 : order.n;
  return Array.from({ length: count }, (_, index) => ({
    key: sha256Of(alike ? 'alike' : `${asked}\0${drawing}\0${index}`),
    number: alike ? 1 : index + 1,
    prompt: alike ? 'The same picture again' : order.prompt,
    size: variant === 'wrong-size-picture' ? otherSize(order.size) : order.size,
    grid: variant === 'composite' ? gridOf(order.n) : gridAsked(order.prompt),
    brighter: variant === 'near-identical-frames' ? (drawing + index) % 4 : 0,
  }));
}

const gridOf = (n: number): Grid => (n > 4 ? { columns: 2, rows: 4, cells: 8 } : { columns: 2, rows: 2, cells: 4 });

const otherSize = ({ width, height }: PixelSize): PixelSize =>
  width === height ? { width: width + 512, height } : { width: height, height: width };

async function drawBoard({ references }: Order, { key, number, prompt, size, grid }: Board): Promise<Uint8Array> {
  const reference = references.at(-1) ?? null;
  const draw = (place: PixelSize, panel: number, requestKey: string) =>
    drawStoryboardFrame({
      ...place,
      number: panel,
      ...sceneOf(prompt, panel, requestKey),
      language: 'en',
      reference,
      requestKey,
    });
  if (grid === null) return draw(size, number, key);
  return drawGrid(size, grid, (cell, index) => draw(cell, index + 1, sha256Of(`${key}\0${index}`)));
}

const strangers = ['Ann', 'Ben', 'Cleo', 'Dov', 'Eve', 'Finn', 'Gus', 'Hana'];

/**
 * The part of a prompt that describes one of its panels ("Panel 3 (Hare, Tortoise): …", "The panel: …", on its own line), or the
 * whole prompt. If it names no characters, others are used, so that no two pictures look alike.
 */
function sceneOf(prompt: string, panel: number, key: string) {
  const [, named = '', words = prompt] =
    new RegExp(`^(?:Panel ${panel}(?: \\(([^)\\n]+)\\))?|The panel): (.+)$`, 'm').exec(prompt) ?? [];
  const at = (index: number) => Number.parseInt(key.slice(index * 2, index * 2 + 2), 16);
  const some = Array.from({ length: 1 + (at(0) % 3) }, (_, index) => strangers[at(index + 1) % 8] ?? '');
  const names = named === '' ? [...new Set(some)] : named.split(', ');
  return { prompt: words.slice(0, captionLength), characters: names.map((name) => ({ id: name, name })) };
}

const pictureOf = (bytes: Uint8Array, format: PictureFormat, size: PixelSize): DrawnPicture => ({
  bytes,
  mime: `image/${format}`,
  sha256: sha256Of(bytes),
  ...size,
});
