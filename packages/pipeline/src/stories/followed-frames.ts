import type { BatchFacts, ChainLink, StoredFrame, StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { hasOldPlate, isStale } from '../draw/turn.ts';
import { readDrawnPlates } from '../plates.ts';
import { openOldLooks } from './earlier-looks.ts';

/** What the panels of some batches follow: the selected frame of the chain's first panel, and of the last one before each batch. */
interface Followed {
  readonly anchor: string | undefined;
  readonly before: ReadonlyMap<string, string | undefined>;
  readonly selected: ReadonlyMap<string, { readonly value: StoredFrame }>;
  readonly plates: ReadonlyMap<string, StoredFrame>;
  /** Whether a frame was drawn before the description or pictures of something it shows were changed. */
  readonly isOldLook: ReturnType<typeof openOldLooks>;
}

export async function followedFrames(
  { state }: Pick<Context, 'state'>,
  { id, spec }: Pick<StoryHead, 'id' | 'spec'>,
  chain: readonly ChainLink[],
  batches: readonly ChainLink[],
): Promise<Followed> {
  const anchor = chain[0]?.panels[0];
  const before = new Map(batches.map((batch) => [batch.id, chain[chain.indexOf(batch) - 1]?.panels.at(-1)] as const));
  const panels = [...new Set([anchor, ...before.values()])].filter((panel) => panel !== undefined);
  const [selected, plates] = await Promise.all([state.read.selected(id, panels), readDrawnPlates({ state }, id, spec)]);
  return { anchor, before, selected, plates, isOldLook: openOldLooks(spec) };
}

export function isPanelStale(
  { anchor, before, selected, plates, isOldLook }: Followed,
  batch: Pick<BatchFacts, 'id'>,
  panel: string,
  frame: StoredFrame | null,
): boolean {
  const frameOf = (of: string | undefined) => (of === undefined ? null : (selected.get(of)?.value ?? null));
  return (
    frame !== null &&
    (hasOldPlate(frame, plates) ||
      isOldLook(frame) ||
      isStale(frame, panel === anchor ? null : frameOf(anchor), frameOf(before.get(batch.id))))
  );
}
