import {
  coverSize,
  defaultFrameSize,
  type FrameSizes,
  findModel,
  frameSizes,
  isCoverPanel,
  type Model,
  namedSize,
  nearestSize,
  type PageMap,
  type PanelSpec,
  type PixelSize,
  parseSize,
} from '@nextpanel/core';
import type { PanelFacts, StoredSpec } from '@nextpanel/store';
import type { Context } from './context.ts';

/** Panels as a change would have them, and the pages they would stand on. */
export interface ChangedPages {
  readonly pages?: PageMap | undefined;
  /** Panels that are not stored, or not so. */
  readonly over?: ReadonlyMap<string, Pick<PanelFacts, 'id' | 'spec'>> | undefined;
}

/**
 * The sizes in which the frames of some panels are asked for. Only a story whose sizes follow its pages is read for that: its page map,
 * and the panels that stand on the same pages. A panel that stands on none gets the model's size nearest to the usual one, a cover the
 * shape of the page.
 */
export async function readFrameSizes(
  { state, catalogue }: Pick<Context, 'state' | 'catalogue'>,
  { story, spec }: { readonly story: string; readonly spec: Pick<StoredSpec, 'readingDirection' | 'book' | 'render'> },
  panels: readonly string[],
  { pages, over = new Map() }: ChangedPages = {},
): Promise<FrameSizes> {
  const one = namedSize(spec);
  const model = () => findModel(spec.render, catalogue);
  const isCover = (panel: string) => isCoverPanel(spec, panel);
  const cover = panels.some(isCover) ? coverSize(spec, model()) : null;
  const sizes =
    one === null ? await sizesByPage({ state }, { story, spec }, panels, { pages, over }, model()) : () => one;
  return (panel) => (cover !== null && isCover(panel) ? cover : sizes(panel));
}

async function sizesByPage(
  { state }: Pick<Context, 'state'>,
  { story, spec }: { readonly story: string; readonly spec: Pick<StoredSpec, 'readingDirection' | 'book' | 'render'> },
  panels: readonly string[],
  { pages, over = new Map() }: ChangedPages,
  model: Model,
): Promise<FrameSizes> {
  const map = pages ?? (await state.read.pages(story));
  const wanted = new Set(panels);
  const shown = map.map((page) => (page.some((id) => wanted.has(id)) ? page : []));
  const stored = await state.read.panels(
    story,
    shown.flat().filter((id) => !over.has(id)),
  );
  type Known = { readonly id: string; readonly spec: PanelSpec; readonly frame?: PixelSize | null };
  const known = new Map<string, Known>(over);
  for (const panel of stored) known.set(panel.id, { ...panel, frame: panel.selected ?? panel.kept });
  const sizes = frameSizes(
    spec,
    shown.map((page) => page.flatMap((id) => known.get(id) ?? [])),
    model,
  );
  const usual = nearestSize(model.size, parseSize(defaultFrameSize)) ?? parseSize(defaultFrameSize);
  const placed = new Set(shown.flat());
  return (panel) => (placed.has(panel) ? sizes(panel) : usual);
}
