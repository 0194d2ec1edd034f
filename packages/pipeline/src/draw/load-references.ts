import { characterIds, type Picture } from '@nextpanel/core';
import { loadFrame, loadReference } from '../frames.ts';
import type { BatchReferences } from './plan-requests.ts';
import type { Turn } from './turn.ts';

/**
 * The stored bytes that go along with this batch: cast pictures, the anchor (the story's first frame) and the reference
 * frame (the selected last frame of the batch before), each checked against its hash. Throws LostFrame or `reference_lost`.
 */
export async function loadReferences({ context, batch }: Pick<Turn, 'context' | 'batch'>): Promise<BatchReferences> {
  const present = new Set(batch.panels.flatMap(({ spec }) => characterIds(spec.characters)));
  const cast = new Map<string, Picture[]>();
  for (const { id, references } of batch.spec.characters) {
    if (!present.has(id) || references.length === 0) continue;
    cast.set(id, await Promise.all(references.map((reference) => loadReference(context, id, reference))));
  }
  const { anchor, reference } = batch;
  return {
    cast,
    anchor: anchor && (await loadFrame(context, batch.anchorPanel, anchor)),
    referenceFrame: reference && (await loadFrame(context, reference.panel, reference.frame)),
  };
}
