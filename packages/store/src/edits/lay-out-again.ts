import {
  changedPages,
  type LaidPanel,
  laidPanel,
  layoutSettings,
  type PageMap,
  type PanelSpec,
  type PixelSize,
  planPages,
} from '@nextpanel/core';
import type { StoredPanelSpec, StoredSpec } from '../state/stored.ts';
import type { ChangedStory } from './changed-story.ts';
import { type EditPlan, put } from './edit-plan.ts';

/** A story's pages as they are, and what they are laid out by. */
export interface BookPages {
  /** The page map as stored. */
  readonly pages: PageMap;
  readonly spec: StoredSpec;
  /** Panels by id. A grid needs none: it gives all panels the same room. */
  readonly specs: ReadonlyMap<string, StoredPanelSpec>;
  /** Their selected frames. */
  readonly frames: ReadonlyMap<string, PixelSize>;
}

const plain: Pick<PanelSpec, 'weight'> = { weight: 'normal' };

/**
 * Pages are planned again from the first one that a change touches; those that then show other panels are made again.
 *
 * @param from index of the first panel the change is about; default: where the reading order differs
 */
export function layOutAgain(
  plan: EditPlan,
  story: ChangedStory,
  { pages, spec, specs, frames }: BookPages,
  order: readonly string[],
  from = firstDifference(story.order, order),
): void {
  const panels = order.map((id): LaidPanel => laidPanel(id, specs.get(id) ?? plain, frames.get(id)));
  const map = planPages(panels, layoutSettings(spec), { pages, from });
  put(plan, 'pages', spec.book.layout, JSON.stringify(map));
  put(plan, 'story', 'sheets', map.length);
  plan.pages.push(...changedPages(pages, map));
}

function firstDifference(before: readonly string[], after: readonly string[]): number {
  const index = after.findIndex((id, at) => id !== before[at]);
  return index < 0 ? Math.min(before.length, after.length) : index;
}
