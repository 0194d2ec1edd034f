import {
  type BookLayout,
  inUnits,
  lengthUnits,
  type PixelSize,
  type ReadingDirection,
  type SetLetters,
  type SetText,
  type SheetLettering,
  scaleText,
  sheetDpi,
} from '@nextpanel/core';
import { composeSheet } from '../compose-sheet.ts';
import { familiesFor } from '../fonts/choose-font.ts';
import { breakText } from '../lettering/break-text.ts';
import { drawLetters } from '../lettering/draw-letters.ts';
import { loadSharp, type Sharp } from '../load-sharp.ts';

/** A paragraph of a page of text. */
export interface Paragraph {
  readonly text: string;
  /** Size of its letters on the trimmed page. */
  readonly points: number;
  /** Room before it, in its own letters. Default 0.8. */
  readonly before?: number;
}

export interface ComposeTextPageInput {
  readonly paragraphs: readonly Paragraph[];
  /** BCP 47. */
  readonly language: string;
  readonly readingDirection: ReadingDirection;
  readonly layout: BookLayout;
  /** Pixels of the page; `dpi` null: it is not made for paper. */
  readonly page: PixelSize & { readonly dpi: number | null };
}

const widest = 0.72;
const tallest = 0.82;
/** What does not fit is set smaller, step by step, down to a third. */
const steps = [1, 0.85, 0.72, 0.6, 0.5, 0.42, 0.35];

/**
 * A page of text, such as the credits: paragraphs in the middle of white paper, in the largest letters that fit, up to those that are asked
 * for. Its lettering is that of a sheet, so that formats that keep letters apart print them as line art. About 30 ms.
 */
export async function composeTextPage(
  input: ComposeTextPageInput,
): Promise<{ readonly png: Uint8Array; readonly lettering: SheetLettering }> {
  const { page, layout, language, readingDirection } = input;
  const plan = {
    number: 0,
    width: page.width,
    height: page.height,
    dpi: page.dpi,
    background: '#ffffff',
    layout,
    slots: [],
  };
  const { unit, pixels } = lengthUnits(plan, readingDirection);
  const sharp = await loadSharp();
  const set = await fitParagraphs(sharp, input);
  const whole = { x: 0, y: 0, width: inUnits(page.width / pixels), height: inUnits(page.height / pixels) };
  const size = inUnits((set[0]?.size ?? 0) / pixels);
  const texts = set.map((text) => scaleText(text, 1 / pixels, { x: 0, y: 0 }));
  const lettering: SheetLettering = {
    version: 1,
    unit,
    width: whole.width,
    height: whole.height,
    size,
    panels: [{ panel: 0, slot: whole, size, texts, warnings: [] }],
  };
  const words = { speakers: {}, language, readingDirection, lettering };
  return { png: (await composeSheet({ plan, panels: [], ...words })).png, lettering };
}

/** In pixels of the page. */
async function fitParagraphs(sharp: Sharp, input: ComposeTextPageInput): Promise<SetText[]> {
  const { page, layout } = input;
  let set: SetText[] = [];
  for (const step of steps) {
    set = await stack(sharp, input, step * (sheetDpi({ ...page, dpi: page.dpi }) / 72));
    const [first, last] = [set[0], set.at(-1)];
    const height = first && last ? last.block.y + last.block.height - first.block.y : 0;
    if (height <= page.height * tallest && set.every(({ block }) => block.width <= page.width * 0.9)) break;
  }
  // A strip has no foot: its words stand at the top of the page.
  return layout === 'webtoon' ? set : set.map(middleOf(set, page.height));
}

const middleOf = (set: readonly SetText[], height: number) => {
  const top = set[0]?.block.y ?? 0;
  const end = set.at(-1);
  const shift = Math.round((height - (end ? end.block.y + end.block.height - top : 0)) / 2 - top);
  return (text: SetText): SetText => ({
    ...text,
    box: { ...text.box, y: text.box.y + shift },
    block: { ...text.block, y: text.block.y + shift },
  });
};

/** @param scale pixels of a point */
async function stack(
  sharp: Sharp,
  { paragraphs, language, page }: ComposeTextPageInput,
  scale: number,
): Promise<SetText[]> {
  let y = Math.round(page.height * 0.09);
  const set: SetText[] = [];
  for (const { text, points, before = 0.8 } of paragraphs) {
    const size = Math.max(1, Math.round(points * scale));
    const letters: SetLetters = {
      kind: 'narration',
      language,
      font: familiesFor(text, language)[0] ?? '',
      size,
      vertical: false,
      align: 'middle',
      italic: false,
      lines: breakText({
        text,
        language,
        most: (page.width * widest) / size,
        aspect: 40,
        shape: 'block',
        hyphens: true,
      }).lines,
    };
    const { width, height } = await drawLetters(sharp, letters);
    if (set.length > 0) y += Math.round(before * size);
    const block = { x: Math.round((page.width - width) / 2), y, width, height };
    set.push({ ...letters, box: block, block, tail: null });
    y += height;
  }
  return set;
}
