import {
  inUnits,
  type LetteredPanel,
  lengthUnits,
  type ReadingDirection,
  type SetLetters,
  type SheetPlan,
  scaleText,
  sheetDpi,
} from '@nextpanel/core';
import { familiesFor } from '../fonts/choose-font.ts';
import { drawLetters } from '../lettering/draw-letters.ts';
import type { Sharp } from '../load-sharp.ts';

/** Points of a page number: what printers take at least, and what can be read on a screen. */
const points = { usual: 8, least: { paper: 7, screen: 4.5 } };

/** The part of the foot of a page that its number may fill. */
const filled = 0.72;

interface NumberedPage {
  readonly plan: SheetPlan;
  readonly language: string;
  readonly readingDirection: ReadingDirection;
}

/**
 * The number of a page, in the middle of its foot, in the digits of its language; null where its panels leave no room for it, as those that
 * bleed do, and in strips. It is lettering of the sheet outside any panel, so every format shows it.
 */
export async function letterPageNumber(
  sharp: Sharp,
  { plan, language, readingDirection }: NumberedPage,
): Promise<LetteredPanel | null> {
  const { unit, pixels } = lengthUnits(plan, readingDirection);
  if (unit === 'px') return null;
  const end = Math.max(
    0,
    ...plan.slots.flatMap(({ y, height, textBox }) => [y + height, textBox ? textBox.y + textBox.height : 0]),
  );
  const foot = plan.height - end;
  const point = sheetDpi(plan) / 72;
  const size = Math.min(points.usual * point, foot * filled);
  if (size < points.least[plan.dpi === null ? 'screen' : 'paper'] * point) return null;
  const text = new Intl.NumberFormat(language, { useGrouping: false }).format(plan.number);
  const letters: SetLetters = {
    kind: 'narration',
    language,
    font: familiesFor(text, language)[0] ?? '',
    size: Math.round(size),
    vertical: false,
    align: 'middle',
    italic: false,
    lines: [[{ text, emphasised: false }]],
  };
  const { width, height } = await drawLetters(sharp, letters);
  const block = {
    x: Math.round((plan.width - width) / 2),
    y: Math.round(end + (foot - height) / 2),
    width,
    height,
  };
  const scaled = scaleText({ ...letters, box: block, block, tail: null }, 1 / pixels, { x: 0, y: 0 });
  return { panel: 0, slot: scaled.box, size: inUnits(letters.size / pixels), texts: [scaled], warnings: [] };
}
