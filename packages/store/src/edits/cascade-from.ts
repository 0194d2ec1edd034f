import { type FollowedFrames, unpackFollowed } from '../state/stored-pictures.ts';
import type { ChangedStory } from './changed-story.ts';
import { cascade, type EditPlan, reopen } from './edit-plan.ts';
import type { TouchedBatch, TouchedPanel } from './touched-batch.ts';

interface StoredOrigin {
  readonly sha256: string;
  readonly from?: string | FollowedFrames;
}

/**
 * Frames of the batches from `place` in the chain on that no longer follow from the selected ones are drawn again. The same
 * rule as `cascade_from` in `lib/takes.lua`, which judges the batches behind one that is committed.
 *
 * @param batches the whole chain, and the cover behind it
 */
export function cascadeFrom(
  plan: EditPlan,
  story: ChangedStory,
  batches: readonly TouchedBatch[],
  place: number,
): void {
  for (const batch of batches) {
    if (batch.place < place) continue;
    if (batch.status === 'drawn') {
      if (!hasStale(story, batches, batch)) continue;
      reopen(plan, batch);
      cascade(plan, batch);
    } else if (batch.pinned || hasStale(story, batches, batch)) {
      // One begun with the frames selected then is finished with them, and judged when it is committed.
      cascade(plan, batch);
    }
  }
}

function hasStale(story: ChangedStory, batches: readonly TouchedBatch[], batch: TouchedBatch): boolean {
  const first = batches.find(({ place }) => place === 1)?.panels[0];
  const before = batches.find(({ place }) => place === batch.place - 1)?.panels.at(-1);
  const [anchor, reference] = [originOf(first)?.sha256, originOf(before)?.sha256];
  return batch.panels.some((panel) => {
    const stored = originOf(panel)?.from;
    const from = stored && unpackFollowed(stored, batch.pictures);
    if (!from || !(story.order.includes(panel.id) || isCover(story, batch))) return false;
    const otherAnchor = from.anchor !== null && panel !== first && anchor !== undefined && from.anchor !== anchor;
    return otherAnchor || (from.reference !== null && reference !== undefined && from.reference !== reference);
  });
}

const isCover = ({ cover }: ChangedStory, batch: TouchedBatch): boolean => cover.some(({ id }) => id === batch.id);

const originOf = (panel: TouchedPanel | undefined): StoredOrigin | null =>
  panel?.selected ? (JSON.parse(panel.selected) as StoredOrigin) : null;
