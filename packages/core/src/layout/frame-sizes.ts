import type { Model } from '../catalogue/model.ts';
import { panelIds } from '../new-ids.ts';
import type { PixelSize } from '../picture.ts';
import type { PanelSpec } from '../story-spec.ts';
import { frameSizeFor } from './frame-size.ts';
import { type LaidOutStory, laidPanel, layoutSettings, namedSize } from './layout-settings.ts';
import { layOutPage, planPages } from './layouts.ts';
import { withBleed } from './live-area.ts';
import type { PageMap } from './plan-page-map.ts';
import { withWordRoom } from './word-room.ts';

/** The size each panel's frame is asked for in, by the panel's id. */
export type FrameSizes = (panel: string) => PixelSize;

/** Pixels per inch of a webtoon strip, as composed: it is read at half its width, where more pixels are not seen. */
const webtoonDpi = 400;

/**
 * Pixels per printed inch that frames are asked for with: 300, as printers want it, for a story that is printed; for others 200, which
 * looks sharp on screens and costs less.
 */
export const wantedDpi = ({ book }: Pick<LaidOutStory, 'book'>): 200 | 300 =>
  book.formats?.some((choice) => (typeof choice === 'string' ? choice : choice.format).startsWith('print')) ? 300 : 200;

/**
 * The sizes of frames. A size the story names holds for every panel; with `auto` each panel gets the model's size nearest to its
 * slot, with `wantedDpi` pixels per printed inch or more.
 *
 * @param pages the page map, with every panel that stands on a page of it and the frame it has
 */
export function frameSizes(
  story: LaidOutStory,
  pages: PageMap<{ readonly id: string; readonly spec: PanelSpec; readonly frame?: PixelSize | null }>,
  { size: rule }: Pick<Model, 'size'>,
): FrameSizes {
  const one = namedSize(story);
  if (one !== null) return () => one;
  const settings = layoutSettings(story);
  const wanted = wantedDpi(story);
  const sizes = new Map<string, PixelSize>();
  // A long story has few shapes of slots, and a model may have thousands of sizes.
  const known = new Map<string, PixelSize>();
  const sizeFor = ({ width, height }: PixelSize, dpi: number): PixelSize => {
    const key = `${width}×${height} ${dpi}`;
    const size = known.get(key) ?? frameSizeFor(rule, { width, height }, dpi, wanted);
    known.set(key, size);
    return size;
  };
  for (const [index, panels] of pages.entries()) {
    if (panels.length === 0) continue;
    const laid = panels.map(({ id, spec, frame }, at) => ({ ...laidPanel(id, spec, frame), number: at + 1 }));
    const sheet = layOutPage(laid, settings, { number: index + 1, last: index === pages.length - 1 });
    for (const slot of sheet.slots) {
      const id = laid[slot.panel - 1]?.id;
      const shape = slot.bleeds && settings.page ? withBleed(slot, sheet, settings.page) : slot;
      if (id !== undefined) sizes.set(id, sizeFor(shape, sheet.dpi ?? webtoonDpi));
    }
  }
  return (panel) => {
    const size = sizes.get(panel);
    if (size === undefined) throw new Error(`panel ${panel} stands on none of these pages`);
    return size;
  };
}

/**
 * The sizes of a story that is not submitted yet; panels are named by number. They are laid out under the ids that a submit
 * gives them, which decide between pages that are equally good.
 */
export function newFrameSizes(
  story: LaidOutStory & { readonly panels: readonly PanelSpec[] },
  model: Pick<Model, 'size'>,
): FrameSizes {
  const one = namedSize(story);
  if (one !== null) return () => one;
  const { ids } = panelIds(story.panels);
  const panels = story.panels.map((spec, index) => ({ id: ids[index] as string, spec: withWordRoom(spec) }));
  const byId = new Map(panels.map((panel) => [panel.id, panel]));
  const pages = planPages(
    panels.map(({ id, spec }) => laidPanel(id, spec)),
    layoutSettings(story),
  );
  const sizeOf = frameSizes(
    story,
    pages.map((page) => page.flatMap((id) => byId.get(id) ?? [])),
    model,
  );
  return (panel) => sizeOf(ids[Number(panel) - 1] as string);
}
