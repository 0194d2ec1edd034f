import type { LaidPanel, Layout, LayoutSettings, NumberedPanel } from '../../layout.ts';
import { type Paper, paperOf } from '../../live-area.ts';
import { mirrorSlots } from '../../mirror-slots.ts';
import { planRuns } from '../../plan-runs.ts';
import type { SheetPlan, Slot } from '../../plan-sheets.ts';
import { requirePage } from '../../require-page.ts';
import { aspectTolerance, nearestShape } from '../../shapes.ts';
import { chooseArrangement } from './choose-arrangement.ts';
import type { Room } from './find-arrangements.ts';
import { packTiers } from './pack-tiers.ts';
import { placeArrangement } from './place-arrangement.ts';

/** What makes one layout of tiers differ from another. */
export interface TierStyle {
  /** Shares of the page's width. */
  readonly gutters: { readonly betweenColumns: number; readonly betweenRows: number };
  /** Panels on a page if nothing asks for more or fewer. */
  readonly target: number;
  /** A splash, and a wide panel or a new scene in a page's first tier, continue to the edge of the paper. */
  readonly bleeds: boolean;
}

/** Pages of tiers, as books of comics have them: see `findArrangements`. */
export function tieredLayout(style: TierStyle): Layout {
  return {
    planPages(panels, settings, before) {
      const room = roomOf(paperOf(requirePage(settings)), style);
      return planRuns(panels, settings.readingDirection, packTiers(panels, settings, room, style.target), before);
    },
    layOutPage(panels, settings, { number }): SheetPlan {
      const paper = paperOf(requirePage(settings));
      const slots = placePanels(panels, settings, paper, style);
      return {
        number,
        width: paper.width,
        height: paper.height,
        background: '#ffffff',
        dpi: paper.dpi,
        layout: settings.layout,
        slots: settings.readingDirection === 'rtl' ? mirrorSlots(slots, paper.width) : slots,
      };
    },
  };
}

function roomOf(paper: Paper, { gutters }: TierStyle): Room {
  return {
    width: paper.live.width,
    height: paper.live.height,
    dpi: paper.dpi,
    gutters: {
      betweenColumns: Math.ceil(gutters.betweenColumns * paper.width),
      betweenRows: Math.ceil(gutters.betweenRows * paper.width),
    },
  };
}

/** For reading from left to right. */
function placePanels(
  panels: readonly NumberedPanel[],
  settings: LayoutSettings,
  paper: Paper,
  style: TierStyle,
): Slot[] {
  const [first] = panels;
  if (first === undefined) return [];
  if (isSplash(panels)) {
    const whole = { x: 0, y: 0, width: paper.width, height: paper.height };
    return [{ panel: first.number, ...(style.bleeds ? { ...whole, bleeds: true as const } : paper.live) }];
  }
  const room = roomOf(paper, style);
  const boxes = placeArrangement(chooseArrangement(panels, settings, room), room);
  const slots = boxes.map(
    (box, index): Slot => ({
      panel: panels[index]?.number ?? 0,
      ...box,
      x: box.x + paper.live.x,
      y: box.y + paper.live.y,
    }),
  );
  return style.bleeds && opensWide(first) ? bleedFirstTier(slots, paper) : slots;
}

const opensWide = ({ weight, pause }: LaidPanel) => weight === 'wide' || pause === 'long';

const isSplash = (panels: readonly LaidPanel[]) => panels.length === 1 && panels[0]?.weight === 'splash';

/** A first panel as wide as the live area continues to three edges of the paper, if its shape stays within the tolerance. */
function bleedFirstTier(slots: readonly Slot[], paper: Paper): Slot[] {
  const [first, ...others] = slots;
  if (first === undefined) return [];
  const bleeding = { ...first, x: 0, y: 0, width: paper.width, height: first.y + first.height, bleeds: true as const };
  const aspect = bleeding.width / bleeding.height;
  const off = Math.abs(Math.log(aspect / nearestShape(aspect)));
  return first.width === paper.live.width && others.length > 0 && off <= aspectTolerance
    ? [bleeding, ...others]
    : [...slots];
}
