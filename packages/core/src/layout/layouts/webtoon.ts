import type { PixelSize } from '../../picture.ts';
import type { LaidPanel, Layout, LayoutSettings, PanelWeight, Pause } from '../layout.ts';
import { stripEm } from '../lettering-sizes.ts';
import { type Packing, planRuns } from '../plan-runs.ts';
import type { SheetPlan, Slot } from '../plan-sheets.ts';
import { aspects } from '../shapes.ts';

/**
 * A strip is composed at twice the width it is delivered in, 800 px, or letters would look blurred; phones show strips of up to
 * 4,096 px delivered.
 */
const strip = { width: 1600, maxHeight: 8192 };

const sideMargin = 40;

/** Empty strip before a panel, in pixels as composed. */
const gaps: Readonly<Record<Pause, number>> = { none: 240, short: 500, long: 1200 };

/** What a strip has below its last panel; the next one begins with the rest of its first panel's gap. */
const end = gaps.none / 2;

const slotWidth = strip.width - 2 * sideMargin;
const maxSlotHeight = strip.maxHeight - gaps.long - end;

const shapeOf: Readonly<Record<PanelWeight, number>> = {
  splash: aspects.tall,
  wide: aspects.wide,
  tall: aspects.tall,
  normal: aspects.square,
};

/** A panel is tall, too, if its words would take more than this part of a square one. */
const wordPart = 0.3;

/** A strip that ends where one ended before an edit may be this much emptier than it could be. */
const keptFill = 0.5;

/** One column, read by scrolling: gaps are pauses. Strips one below the other have the same gaps as one endless strip. */
export const webtoon: Layout = {
  planPages(panels, settings, before) {
    return planRuns(panels, settings.readingDirection, packStrips(panels, settings), before);
  },
  layOutPage(panels, settings, { number }): SheetPlan {
    let y = 0;
    const slots = panels.map((panel, index): Slot => {
      y += index === 0 ? gapAbove(panel, number === 1) : gaps[panel.pause];
      const slot = {
        panel: panel.number,
        x: sideMargin,
        y,
        width: slotWidth,
        height: slotHeight(panel, settings.frame),
      };
      y += slot.height;
      return slot;
    });
    return { number, width: strip.width, height: y + end, background: '#ffffff', dpi: null, layout: 'webtoon', slots };
  },
};

const gapAbove = ({ pause }: LaidPanel, opensStory: boolean) => (opensStory ? end : gaps[pause] - end);

/** The file's own frame size, or a shape by weight, and by words where the weight leaves it open. */
function slotHeight(panel: LaidPanel, frame: PixelSize | null): number {
  const shape = shapeOf[panel.weight === 'normal' && isWordy(panel) ? 'tall' : panel.weight];
  const aspect = frame === null ? shape : frame.width / frame.height;
  return Math.max(1, Math.min(maxSlotHeight, Math.round(slotWidth / aspect)));
}

function isWordy({ wordRoom }: LaidPanel): boolean {
  const words = wordRoom ? wordRoom.inside + wordRoom.narration : 0;
  return words * stripEm(strip.width) ** 2 > wordPart * slotWidth ** 2;
}

/** As many panels as a strip holds. */
function packStrips(panels: readonly LaidPanel[], { frame }: LayoutSettings): Packing {
  return {
    standsAlone: () => false,
    least: { usual: 2, forSide: 2 },
    spread: () => null,
    next(start, runEnd, wasBreak) {
      let height = end;
      let kept = 0;
      let index = start;
      for (; index < runEnd; index++) {
        const panel = panels[index];
        if (panel === undefined) break;
        height += (index === start ? gapAbove(panel, start === 0) : gaps[panel.pause]) + slotHeight(panel, frame);
        if (height > strip.maxHeight) break;
        if (wasBreak(index + 1) && height >= keptFill * strip.maxHeight) kept = index + 1 - start;
      }
      return Math.max(1, kept > 0 ? kept : index - start);
    },
  };
}
