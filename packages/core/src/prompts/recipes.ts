import { NextpanelError } from '../error.ts';
import { composePrompt } from './compose-prompt.ts';
import { orderReferences } from './order-references.ts';
import { type PlannedReferences, planReferences, presentIn, type ReferenceChoice } from './plan-references.ts';
import type { PromptPanel } from './prompt-parts.ts';
import { composePrompt2 } from './recipe-2.ts';

/**
 * How the words of a request are composed and which pictures go along. A story keeps the recipe it was submitted under, so that
 * a new release never changes the keys of what is drawn already. A recipe is never edited: other wording is another recipe.
 */
export interface Recipe {
  readonly number: number;
  readonly composePrompt: typeof composePrompt;
  /** The pictures that go along with a request. */
  readonly planReferences: <Picture>(choice: ReferenceChoice<Picture>) => PlannedReferences<Picture>;
  /** Whether references that cost more than the picture are scaled to what the model sees, see `scaledReference`. */
  readonly scalesReferences: boolean;
}

/** As many pictures as the model takes, without reasons. */
const planByCapacity = <Picture>({
  panels,
  available,
  model,
  identify,
}: ReferenceChoice<Picture>): PlannedReferences<Picture> => ({
  sent: orderReferences(available, presentIn(panels), model.maxReferences, identify),
  leftOut: [],
});

/** Every recipe, the first one first. */
const recipes: readonly [Recipe, ...Recipe[]] = [
  { number: 1, composePrompt, planReferences: planByCapacity, scalesReferences: false },
  { number: 2, composePrompt: composePrompt2, planReferences, scalesReferences: true },
];

/** What a new story gets. */
export const newestRecipe = recipes.at(-1)?.number ?? 1;

/** @param number undefined for stories of the first release, which knew one recipe. Throws `unknown_recipe`. */
export function findRecipe(number = 1): Recipe {
  const recipe = recipes.find((it) => it.number === number);
  if (recipe) return recipe;
  throw new NextpanelError(
    'unknown_recipe',
    `the story was submitted under recipe ${number}, and this version knows recipes up to ${newestRecipe}; upgrade this process, or amend the story with recipe "latest"`,
  );
}

/**
 * Recipes whose keys name the same pictures as this one's, the newest first: what they drew is recalled instead of being bought
 * once more. An older recipe does not know the fields of the story file that came after it. Panels that use
 * one which is no parameter of the request are not looked up there, see `usesNewFields`.
 */
export const olderRecipes = (recipe: Recipe): Recipe[] =>
  recipes.filter(({ number }) => number < recipe.number).toReversed();

/** Whether a panel says what recipe 1 does not know: where figures stand, scenes, outfits, references of its own. */
export const usesNewFields = (panel: PromptPanel): boolean =>
  (panel.standing?.size ?? 0) > 0 ||
  (panel.outfits?.size ?? 0) > 0 ||
  panel.scene !== undefined ||
  panel.references !== undefined ||
  panel.continuesFrom !== undefined;
