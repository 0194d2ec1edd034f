import { picturesByName } from '../cast-pictures.ts';
import { withCharacterIds } from '../panel-characters.ts';
import { withPlannedPlates } from '../plates/estimate-plates.ts';
import { planPlates } from '../plates/plan-plates.ts';
import { findRecipe, newestRecipe } from '../prompts/recipes.ts';
import type { StorySpec } from '../story-spec.ts';
import type { Model } from './model.ts';
import type { ReferencedStory } from './plan-priced-requests.ts';

/** Panels that more pictures are asked for than go along with a request of this model, and how many stay behind. */
export interface LeftBehind {
  readonly panel: number;
  readonly pictures: number;
  readonly leftBehind: number;
}

/** How many pictures a request of this model carries at most. */
export const picturesAtOnce = ({ maxReferences, referenceQuota = maxReferences }: QuotaModel): number =>
  Math.min(maxReferences, referenceQuota);

type QuotaModel = Pick<Model, 'maxReferences' | 'referenceQuota'>;

/**
 * Which panels have more pictures of their cast, location, props and style than the model is given beside the anchor and the reference
 * frame, tiles included: the last ones are left out, which the user should know.
 */
export function referencesLeftBehind(
  spec: ReferencedStory & Pick<StorySpec, 'panels' | 'render'> & { readonly plates?: StorySpec['plates'] },
  model: QuotaModel & Pick<Model, 'id'>,
  recipe = newestRecipe,
): LeftBehind[] {
  const { planReferences } = findRecipe(recipe);
  const byName = picturesByName(withPlannedPlates(spec, planPlates(spec, spec.panels)));
  const hasPictures = [...byName.cast.values(), ...byName.things.values(), byName.style].some(
    ({ length }) => length > 0,
  );
  return spec.panels.flatMap((panel, index) => {
    // With a batch size of 0 there is no first batch: every panel continues from a frame, as panels added to a chain do.
    const chain = index < spec.render.batchSize && !spec.continued ? null : '\0frame';
    if (chain === null && !hasPictures) return [];
    const sent = (to: QuotaModel & Pick<Model, 'id'>) =>
      planReferences({
        story: spec,
        panels: [{ ...withCharacterIds(panel), number: index + 1 }],
        available: { ...byName, anchor: chain, referenceFrame: chain && `${chain} before` },
        model: to,
        identify: (it) => it,
        tile: (cells) => cells.join('\n'),
      }).sent.flatMap(({ picture }) => picture.split('\n'));
    const most = Number.MAX_SAFE_INTEGER;
    const asked = sent({ id: model.id, maxReferences: most });
    const taken = new Set(sent(model));
    const leftBehind = asked.filter((picture) => picture !== chain && !taken.has(picture)).length;
    return leftBehind > 0 ? [{ panel: index + 1, pictures: asked.length, leftBehind }] : [];
  });
}
