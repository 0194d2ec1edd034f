import fc from 'fast-check';
import {
  type LaidPanel,
  type LayoutSettings,
  type NumberedPanel,
  pageBreaks,
  panelWeights,
  pauses,
} from '../../src/layout/layout.ts';
import { type BookLayout, layOutPage, planPages } from '../../src/layout/layouts.ts';
import { type PagePresetName, pageOf, pagePresetNames } from '../../src/layout/page-sizes.ts';
import type { PageMap } from '../../src/layout/plan-page-map.ts';
import type { SheetPlan, Slot } from '../../src/layout/plan-sheets.ts';
import type { WordRoom } from '../../src/layout/word-room.ts';

export const anyPreset = fc.constantFrom(...pagePresetNames);
export const anyDirection = fc.constantFrom('ltr' as const, 'rtl' as const);

/** Mostly panels without wishes, as stories are. */
const mostly = <T>(usual: T, others: readonly T[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });

export function wordsInside(inside: number): WordRoom {
  return { inside, narration: 0 };
}

const anyPanel = fc.record({
  weight: mostly('normal', panelWeights),
  page: mostly('auto', pageBreaks),
  pause: fc.constantFrom(...pauses),
  wordRoom: mostly(undefined, [40, 113, 320, 905, 5000].map(wordsInside)),
});

export const anyPanels = fc
  .array(anyPanel, { minLength: 1, maxLength: 40 })
  .map((panels): LaidPanel[] =>
    panels.map(({ wordRoom, ...panel }, index) => ({ id: `p${index + 1}`, ...panel, ...(wordRoom && { wordRoom }) })),
  );

/** Panels by the first letters of their weights. Spaces only make long ones readable. */
export function panelsOf(weights: string): LaidPanel[] {
  return Array.from(weights.replaceAll(' ', '')).map((sign, index) => ({
    id: `p${index + 1}`,
    weight: panelWeights.find((weight) => weight.startsWith(sign)) ?? 'normal',
    page: 'auto',
    pause: 'short',
  }));
}

/** The panels with this room for words at some places, from 0. */
export const wordy = (panels: readonly LaidPanel[], places: readonly number[], inside: number): LaidPanel[] =>
  panels.map((panel, index) => (places.includes(index) ? { ...panel, wordRoom: wordsInside(inside) } : panel));

export function settingsOf(
  layout: BookLayout,
  preset: PagePresetName | null,
  readingDirection: LayoutSettings['readingDirection'] = 'ltr',
): LayoutSettings {
  return { layout, page: preset === null ? null : pageOf(preset), readingDirection, batchSize: 8, frame: null };
}

export const settled = (panels: readonly LaidPanel[]): NumberedPanel[] =>
  panels.map((panel, index) => ({ ...panel, number: index + 1 }));

export function layOut(panels: readonly LaidPanel[], pages: PageMap, settings: LayoutSettings): SheetPlan[] {
  const byId = new Map(settled(panels).map((panel) => [panel.id, panel]));
  return pages.map((ids, index) =>
    layOutPage(
      ids.flatMap((id) => byId.get(id) ?? []),
      settings,
      { number: index + 1, last: index === pages.length - 1 },
    ),
  );
}

export const book = (panels: readonly LaidPanel[], settings: LayoutSettings): SheetPlan[] =>
  layOut(panels, planPages(panels, settings), settings);

export const right = (slot: Slot) => slot.x + slot.width;
export const bottom = (slot: Slot) => slot.y + slot.height;

/** The order in which a page is read: rows from the top, in them columns along the reading direction, in those again rows. */
export function readSlots(slots: readonly Slot[], direction: 'ltr' | 'rtl' | 'vertical'): Slot[] {
  const rows = cut(slots, (slot) => slot.y, bottom);
  if (rows.length > 1) return rows.flatMap((row) => readSlots(row, direction));
  const columns = cut(slots, (slot) => slot.x, right);
  if (columns.length === 1) return [...slots];
  const ordered = direction === 'rtl' ? columns.toReversed() : columns;
  return ordered.flatMap((column) => readSlots(column, direction));
}

/** Groups that a straight line between them parts. */
function cut(slots: readonly Slot[], from: (slot: Slot) => number, to: (slot: Slot) => number): Slot[][] {
  const groups: Slot[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const slot of [...slots].sort((a, b) => from(a) - from(b))) {
    if (from(slot) >= end) groups.push([]);
    groups.at(-1)?.push(slot);
    end = Math.max(end, to(slot));
  }
  return groups;
}
