import { type Picture, picturesByName, plateKindOf, plateOf, plateStages } from '@nextpanel/core';
import type { StoredReference } from '@nextpanel/store';
import { loadReference } from '../frames.ts';
import { fillPlates, platesAmong } from '../plates.ts';
import { loadRetouches } from './compose-retouch.ts';
import { drawRound } from './draw-round.ts';
import type { BatchReferences } from './plan-requests.ts';
import type { Turn } from './turn.ts';

/**
 * Draws the plates of a batch that have no frame, stage by stage: the style goes along with all that come after it, a character's first
 * picture with its outfits. They are requests like any other. Throws `TurnEnded`, `reference_lost`.
 */
export async function drawPlates(turn: Turn): Promise<void> {
  const { batch, context } = turn;
  const retouches = await loadRetouches(turn);
  for (const stage of plateStages) {
    const plates = [...batch.panels, ...batch.further].filter(
      ({ id }) => plateKindOf(batch.spec, plateOf(id)) === stage,
    );
    if (plates.length === 0) continue;
    // With what the stages before have drawn in this very turn.
    const spec = fillPlates(batch.spec, platesAmong(turn.kept));
    const references = await loadLooks(
      context,
      spec,
      plates.map(({ id }) => plateOf(id).split('/')[0] as string),
    );
    const drawing: Turn = { ...turn, batch: { ...batch, spec } };
    await drawRound(drawing, {
      method: 'panels',
      groups: plates.map((plate) => [plate]),
      references: { ...references, retouches },
    });
  }
}

/** The pictures that may go along with plates of these characters: the first one of each, and of the style. */
async function loadLooks(
  context: Turn['context'],
  spec: Turn['batch']['spec'],
  characters: readonly string[],
): Promise<BatchReferences> {
  const { cast, style } = picturesByName<StoredReference>(spec);
  const load = async (name: string, stored: readonly StoredReference[]): Promise<Picture[]> =>
    Promise.all(stored.slice(0, 1).map((picture) => loadReference(context, name, picture)));
  const looks = await Promise.all(
    [...new Set(characters)].map(async (id) => [id, await load(id, cast.get(id) ?? [])] as const),
  );
  return { cast: new Map(looks), style: await load('style', style), anchor: null, referenceFrame: null };
}
