import { characterIds } from '../panel-characters.ts';
import { orderReferences } from '../prompts/order-references.ts';
import type { StorySpec } from '../story-spec.ts';
import type { Model } from './model.ts';

/** Panels whose cast has more pictures than go along with a request of this model, and how many stay behind. */
export interface LeftBehind {
  readonly panel: number;
  readonly pictures: number;
  readonly leftBehind: number;
}

/**
 * Which panels have more pictures of their cast than the model takes beside the anchor and the reference frame: the last ones
 * are left out, which the user should know.
 */
export function referencesLeftBehind(
  spec: Pick<StorySpec, 'characters' | 'panels' | 'render'>,
  model: Pick<Model, 'maxReferences'>,
): LeftBehind[] {
  // With a batch size of 0 there is no first batch: every panel continues from a frame, as panels added to a chain do.
  const cast = new Map(spec.characters.map(({ id, references }) => [id, references] as const));
  return spec.panels.flatMap(({ characters }, index) => {
    const chain = index < spec.render.batchSize ? null : '\0frame';
    const count = (most: number) =>
      orderReferences(
        { cast, anchor: chain, referenceFrame: chain && `${chain} before` },
        characterIds(characters),
        most,
        (it) => it,
      ).length;
    const pictures = count(Number.MAX_SAFE_INTEGER);
    const taken = count(model.maxReferences);
    return pictures > taken ? [{ panel: index + 1, pictures, leftBehind: pictures - taken }] : [];
  });
}
