import { NextpanelError } from '../error.ts';
import { composePrompt } from './compose-prompt.ts';
import { orderReferences } from './order-references.ts';
import { composePrompt2 } from './recipe-2.ts';

/**
 * How the words of a request are composed and which pictures go along. A story keeps the recipe it was submitted under, so that
 * a new release never changes the keys of what is drawn already. A recipe is never edited: other wording is another recipe.
 */
export interface Recipe {
  readonly number: number;
  readonly composePrompt: typeof composePrompt;
  readonly orderReferences: typeof orderReferences;
}

/** Every recipe, the first one first. */
const recipes: readonly [Recipe, ...Recipe[]] = [
  { number: 1, composePrompt, orderReferences },
  { number: 2, composePrompt: composePrompt2, orderReferences },
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
 * once more. An older recipe does not know the fields of the story file that came after it. None of them changes a picture
 * without being a parameter of the request too, and parameters are in every key, so a story that uses one finds nothing there.
 */
export const olderRecipes = (recipe: Recipe): Recipe[] =>
  recipes.filter(({ number }) => number < recipe.number).toReversed();
