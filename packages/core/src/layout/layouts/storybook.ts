import type { PixelSize } from '../../picture.ts';
import type { Layout, NumberedPanel, PanelWeight } from '../layout.ts';
import { narrationEm } from '../lettering-sizes.ts';
import { type Paper, paperOf } from '../live-area.ts';
import { planRuns } from '../plan-runs.ts';
import type { SheetPlan, Slot } from '../plan-sheets.ts';
import { requirePage } from '../require-page.ts';
import { aspects, plannedTolerance } from '../shapes.ts';

/** Part of the live height that is kept for text: as much as its narration needs in the usual size. */
const textPart = { least: 0.18, most: 0.4 };

/** Between the picture and its text, as a share of the page's width. */
const gap = 0.025;

/** A picture as wide as its text looks better than a larger one that is not, up to this factor. */
const narrower = 0.85;

const shapesOf: Readonly<Record<PanelWeight, readonly number[]>> = {
  splash: Object.values(aspects),
  wide: [aspects.wide],
  tall: [aspects.tall],
  normal: Object.values(aspects),
};

/** One picture a page, its text below. A splash fills the paper and has no text of its own outside the picture. */
export const storybook: Layout = {
  planPages(panels, { readingDirection }, before) {
    const packing = {
      standsAlone: () => true,
      next: () => 1,
      spread: () => null,
      least: { usual: 1, forSide: 1 },
    };
    return planRuns(panels, readingDirection, packing, before);
  },
  layOutPage(panels, settings, { number }): SheetPlan {
    const paper = paperOf(requirePage(settings));
    const { width, height, dpi } = paper;
    const slots = panels.map((panel) => place(panel, paper));
    return { number, width, height, background: '#ffffff', dpi, layout: 'storybook', slots };
  },
};

function place(panel: NumberedPanel, paper: Paper): Slot {
  const { width, height, live } = paper;
  if (panel.weight === 'splash') return { panel: panel.number, x: 0, y: 0, width, height, bleeds: true };
  const space = Math.ceil(gap * width);
  const picture = largest(shapesOf[panel.weight], {
    width: live.width,
    height: Math.floor(live.height * (1 - textPartOf(panel, paper))) - space,
  });
  const top = live.y + picture.height + space;
  return {
    panel: panel.number,
    x: Math.floor((width - picture.width) / 2),
    y: live.y,
    ...picture,
    textBox: { x: live.x, y: top, width: live.width, height: live.y + live.height - top },
  };
}

function textPartOf({ wordRoom }: NumberedPanel, { live, dpi }: Paper): number {
  const area = (wordRoom?.narration ?? 0) * narrationEm(dpi) ** 2;
  return Math.min(Math.max(area / (live.width * live.height), textPart.least), textPart.most);
}

/** The largest picture within the tolerance of one of the shapes. */
function largest(shapes: readonly number[], room: PixelSize): PixelSize {
  const sizes = shapes.map((shape) => {
    const [least, most] = [shape * Math.exp(-plannedTolerance), shape * Math.exp(plannedTolerance)];
    const aspect = Math.min(Math.max(room.width / room.height, least), most);
    return {
      width: Math.min(room.width, Math.floor(room.height * aspect)),
      height: Math.min(room.height, Math.floor(room.width / aspect)),
    };
  });
  const value = (size: PixelSize) => size.width * size.height * (size.width < room.width ? narrower : 1);
  return sizes.reduce((best, size) => (value(size) > value(best) ? size : best));
}
