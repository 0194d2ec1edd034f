import type { ClaimedPanel, OrderedFrame } from '@nextpanel/store';
import type { RequestRecord } from '../record.ts';
import type { Turn } from './turn.ts';

/**
 * Where each frame of a request goes. One that answers what its panel still asks for gets the panel's target; one of an older
 * revision, or of a panel that keeps another frame, becomes a take: it is paid, and is not selected.
 */
export const assignFrames = (
  turn: Pick<Turn, 'batch' | 'kept'>,
  asked: readonly OrderedFrame[],
  frames: RequestRecord['frames'],
) =>
  asked.flatMap((it, index) => {
    const frame = frames[index];
    return frame ? [{ panel: it.panel, target: wantedBy(turn, it)?.target ?? null, frame }] : [];
  });

/** The panel, or further take of it, that still asks for this frame; otherwise null. */
export function wantedBy({ batch, kept }: Pick<Turn, 'batch' | 'kept'>, asked: OrderedFrame): ClaimedPanel | null {
  if (batch.collects === 'drawn') return null;
  const wanted = [...batch.panels, ...batch.further].find(({ target }) => target === asked.target);
  if (!wanted || wanted.art !== asked.art || wanted.redraw !== asked.redraw) return null;
  // A frame that was selected before, and stays while others of the batch are drawn again, is not replaced.
  return kept.has(asked.target) && wanted.carried ? null : wanted;
}

/** Ids of the panels that a request draws, as far as they are in this batch. */
export const panelsOf = ({ batch }: Pick<Turn, 'batch'>, frames: readonly OrderedFrame[]): string[] =>
  batch.panels.flatMap(({ id }) => (frames.some(({ panel }) => panel === id) ? [id] : []));
