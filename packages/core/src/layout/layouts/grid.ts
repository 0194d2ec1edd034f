import type { PixelSize } from '../../picture.ts';
import type { Layout, LayoutSettings, NumberedPanel } from '../layout.ts';
import { paperOf } from '../live-area.ts';
import { mirrorSlots } from '../mirror-slots.ts';
import type { PageSize } from '../page-sizes.ts';
import { panelsOfPage } from '../plan-page-map.ts';
import { planRuns } from '../plan-runs.ts';
import { planSheets, type SheetPlan, type Slot } from '../plan-sheets.ts';

/** The size of frames if the file names none. */
const squareFrame: PixelSize = { width: 1024, height: 1024 };

const columns = 2;

/** Shares of the page's width. */
const gutters = { betweenColumns: 0.012, betweenRows: 0.016 };

/**
 * Equal panels, whole batches of them: two columns of up to four rows, or one column where reading is vertical. Without
 * paper, the sheet is as wide as its frames; see `planSheets`. Weights do not matter.
 */
export const grid: Layout = {
  planPages(panels, { batchSize, readingDirection }, before) {
    const most = panelsOfPage(batchSize);
    const packing = {
      standsAlone: () => false,
      least: { usual: 1, forSide: 1 },
      next: (start: number, end: number) => Math.min(most, end - start),
      spread: () => null,
    };
    return planRuns(panels, readingDirection, packing, before);
  },
  layOutPage(panels, settings, { number }): SheetPlan {
    if (settings.page !== null) return onPaper(panels, settings, settings.page, number);
    const [sheet] = planSheets({
      pages: [panels.map((panel) => panel.number)],
      frame: settings.frame ?? squareFrame,
      readingDirection: settings.readingDirection,
      layout: 'grid',
      batchSize: settings.batchSize,
    });
    if (sheet === undefined) throw new Error('a page of a grid was not laid out');
    return { ...sheet, number };
  },
};

/** Rows of two, as large as a full page allows, in the middle of the live area; what a last page does not need stays blank. */
function onPaper(
  panels: readonly NumberedPanel[],
  settings: LayoutSettings,
  page: PageSize,
  number: number,
): SheetPlan {
  const { dpi, width, height, live } = paperOf(page);
  const rows = Math.ceil(panelsOfPage(settings.batchSize) / columns);
  const between = {
    columns: Math.ceil(gutters.betweenColumns * width),
    rows: Math.ceil(gutters.betweenRows * width),
  };
  const frame = settings.frame ?? squareFrame;
  const aspect = frame.width / frame.height;
  const widest = Math.floor((live.width - between.columns) / columns);
  const highest = Math.floor((live.height - (rows - 1) * between.rows) / rows);
  const slot = {
    width: Math.max(1, Math.min(widest, Math.floor(highest * aspect))),
    height: Math.max(1, Math.min(highest, Math.floor(widest / aspect))),
  };
  const block = {
    width: columns * slot.width + between.columns,
    height: rows * slot.height + (rows - 1) * between.rows,
  };
  const left = live.x + Math.floor((live.width - block.width) / 2);
  const top = live.y + Math.floor((live.height - block.height) / 2);
  const alone = { x: Math.floor((width - slot.width) / 2), y: Math.floor((height - slot.height) / 2) };
  const slots = panels.map((panel, index): Slot => {
    const cell = {
      x: left + (index % columns) * (slot.width + between.columns),
      y: top + Math.floor(index / columns) * (slot.height + between.rows),
    };
    return { panel: panel.number, ...(panels.length === 1 ? alone : cell), ...slot };
  });
  return {
    number,
    width,
    height,
    background: '#ffffff',
    dpi,
    layout: 'grid',
    slots: settings.readingDirection === 'rtl' ? mirrorSlots(slots, width) : slots,
  };
}
