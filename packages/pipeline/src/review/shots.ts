import type { ShownPicture } from '@nextpanel/chat';
import type { ReviewCharacter, ReviewQuestion, ReviewShot } from '@nextpanel/checks/review';
import { outfitOf, type Picture, type PictureReference, sceneOf, withCharacterIds } from '@nextpanel/core';
import type { ClaimedPanel, StoredFrame } from '@nextpanel/store';
import type { BatchReferences } from '../draw/plan-requests.ts';
import type { Turn } from '../draw/turn.ts';
import { loadFrame } from '../frames.ts';

/** Longer side of a picture as the judge sees it, in pixels: most models see no more, and all charge by size. */
export const shownEdge = 768;

/** One frame of a panel that the judge is asked about. */
export interface FrameOf {
  readonly panel: ClaimedPanel;
  readonly frame: StoredFrame;
}

/**
 * What the judge is shown of some frames, numbered from 1 in this order: a picture of each character in what it wears, of the places,
 * and the frames with their descriptions. Throws LostFrame.
 */
export async function composeQuestion(
  { context, batch }: Pick<Turn, 'context' | 'batch'>,
  references: BatchReferences,
  frames: readonly FrameOf[],
): Promise<ReviewQuestion> {
  const shots = await Promise.all(
    frames.map(async ({ panel, frame }, index): Promise<ReviewShot> => {
      const picture = await loadFrame(context, panel.id, frame);
      return { frame: index + 1, ...describePanel(batch.spec, panel), picture: await show(context, picture) };
    }),
  );
  const pictures = new Map<string, { readonly label: string; readonly picture: Picture }>();
  const add = (label: string, picture: Picture | undefined) => {
    if (picture && !pictures.has(picture.sha256)) pictures.set(picture.sha256, { label, picture });
  };
  for (const { panel } of frames) {
    const shown = withCharacterIds(panel.spec);
    for (const id of shown.characters) {
      const name = batch.spec.characters.find((character) => character.id === id)?.name ?? id;
      const outfit = outfitOf(batch.spec, shown, id);
      const worn = outfit === null ? undefined : references.cast.get(`${id}/${outfit}`)?.[0];
      if (worn) add(`Reference of character id "${id}" (${name}), wearing ${outfit}:`, worn);
      else add(`Reference of character id "${id}" (${name}):`, references.cast.get(id)?.[0]);
    }
    const place = sceneOf(batch.spec, shown)?.location;
    if (place !== undefined) add(`Reference of the place "${place}":`, references.things?.get(place)?.[0]);
  }
  const labelled = await Promise.all(
    [...pictures.values()].map(async ({ label, picture }) => ({ label, picture: await show(context, picture) })),
  );
  return { references: labelled, shots };
}

/** What a frame should show, in the story's own words. */
function describePanel(
  spec: Turn['batch']['spec'],
  panel: ClaimedPanel,
): Pick<ReviewShot, 'prompt' | 'place' | 'painted' | 'characters'> {
  const shown = withCharacterIds(panel.spec);
  const scene = sceneOf(spec, shown);
  const location = spec.locations?.find(({ id }) => id === scene?.location);
  const place = [location?.description, scene?.time, scene?.light].filter((part) => part !== undefined).join(', ');
  return {
    prompt: panel.spec.prompt,
    place: place === '' ? null : place,
    painted: [
      ...(panel.spec.signs ? ['signs, with whatever stands on them'] : []),
      ...panel.spec.text.flatMap(({ drawnBy, text }) => (drawnBy === 'model' ? [text] : [])),
    ],
    characters: shown.characters.map((id): ReviewCharacter => {
      const character = spec.characters.find((it) => it.id === id);
      const worn = outfitOf(spec, shown, id);
      const outfit = character?.outfits?.find((it) => it.id === worn);
      return {
        id,
        name: character?.name ?? id,
        description: character?.description ?? '',
        outfit: outfit?.description ?? null,
      };
    }),
  };
}

/** A picture as the judge sees it. */
export async function show(
  { imaging }: Pick<Turn['context'], 'imaging'>,
  { sha256, bytes }: PictureReference & Picture,
): Promise<ShownPicture> {
  return { sha256, mime: 'image/jpeg', bytes: await imaging.shrinkPicture(bytes, shownEdge) };
}
