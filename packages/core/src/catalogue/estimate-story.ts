import { usd } from '../money.ts';
import { type BatchPlan, planBatches } from '../plan-batches.ts';
import type { PromptPanel } from '../prompts/prompt-parts.ts';
import { findRecipe, newestRecipe } from '../prompts/recipes.ts';
import type { Method, StorySpec } from '../story-spec.ts';
import type { Model } from './model.ts';
import { priceRequest } from './price-request.ts';
import { parseSize } from './size-rule.ts';
import { splitBatch } from './split-batch.ts';

/** Price range of a story before it is drawn. `requests` counts the calls to the provider. */
export interface Estimate {
  readonly lowUsd: number;
  readonly expectedUsd: number;
  readonly highUsd: number;
  readonly batches: number;
  readonly requests: number;
}

/**
 * Whether panel 1 is drawn before the rest of its batch and given to them: by `panels`, with a cast of which there is no
 * picture, since requests without a common picture would invent as many casts.
 */
export const startsFromWords = (
  batch: number,
  method: Method,
  characters: readonly { readonly references: readonly unknown[] }[],
): boolean =>
  batch === 1 &&
  method === 'panels' &&
  characters.length > 0 &&
  characters.every(({ references }) => references.length === 0);

export interface EstimateOptions {
  readonly model: Model;
  readonly method: Method;
  /** The recipe its requests are composed by. Default: the newest. */
  readonly recipe?: number | undefined;
  /** Default: as a new story is cut. */
  readonly batches?: readonly BatchPlan[];
  /** Only these panels, each so many times; those of a request that are not all wanted are drawn one by one. Default: all, once. */
  readonly only?: ReadonlyMap<number, number>;
}

/**
 * Prices a story request by request, with the words and the references each would have: the characters' pictures, the anchor
 * and the reference frame. Retries and recalled frames are not counted. Throws `prompt_too_long`.
 */
export function estimateStory(
  spec: Pick<StorySpec, 'style' | 'language' | 'characters' | 'panels' | 'render'>,
  {
    model,
    method,
    recipe = newestRecipe,
    batches = planBatches(spec.panels.length, spec.render.batchSize),
    only,
  }: EstimateOptions,
): Estimate {
  const { composePrompt, orderReferences } = findRecipe(recipe);
  const size = parseSize(spec.render.size);
  const cast = new Map(spec.characters.map(({ id, references }) => [id, references] as const));
  const times = (panel: PromptPanel): number => (only === undefined ? 1 : (only.get(panel.number) ?? 0));
  const sum = { requests: 0, low: 0, expected: 0, high: 0 };
  for (const batch of batches) {
    const panels = spec.panels
      .slice(batch.first - 1, batch.last)
      .map((panel, index): PromptPanel => ({ ...panel, number: batch.first + index }));
    if (panels.every((panel) => times(panel) === 0)) continue;
    const alone = startsFromWords(batch.number, method, spec.characters) ? panels.slice(0, 1) : [];
    const together = panels.slice(alone.length);
    for (const [wave, anchored] of [
      [alone, false],
      [together, alone.length > 0 || batch.number > 1],
    ] as const) {
      const frames = {
        cast,
        anchor: anchored ? frameOf(1) : null,
        referenceFrame: batch.number > 1 ? frameOf(batch.first - 1) : null,
      };
      const ordered = (of: readonly PromptPanel[]) =>
        orderReferences(frames, presentIn(of), model.maxReferences, (picture) => picture);
      const add = (by: Method, asked: readonly PromptPanel[]) => {
        const [first, ...others] = asked;
        if (first === undefined) return;
        const references = ordered(asked);
        const prompt = composePrompt({
          story: spec,
          method: by,
          panels: [first, ...others],
          references: references.map(({ roles }) => roles),
          referencePanel: batch.number > 1 ? batch.first - 1 : null,
          size,
          model,
        });
        const price = priceRequest(model, {
          method: by,
          size,
          quality: spec.render.quality,
          prompt,
          panels: asked,
          // The pictures of the cast are not opened yet; frames will have the size that is asked for.
          references: references.map(({ picture }) => (picture.startsWith(framePrefix) ? size : null)),
          recoverable: spec.render.recoverable,
        });
        sum.requests += 1;
        sum.low += price.low;
        sum.expected += price.expected;
        sum.high += price.high;
      };
      for (const asked of splitBatch(model, method, wave, ordered(wave).length)) {
        const whole = asked.every((panel) => times(panel) > 0);
        if (whole) add(method, asked);
        for (const panel of asked) {
          for (let take = whole ? 1 : 0; take < times(panel); take++) add('panels', [panel]);
        }
      }
    }
  }
  return {
    lowUsd: usd(sum.low),
    expectedUsd: usd(sum.expected),
    highUsd: usd(sum.high),
    batches: batches.length,
    requests: sum.requests,
  };
}

/** Stands for a frame that is not drawn yet; a reference of a character never begins with NUL. */
const framePrefix = '\0frame ';
const frameOf = (panel: number): string => `${framePrefix}${panel}`;

/** Ids of the characters of these panels, in order of appearance. */
export const presentIn = (panels: readonly { readonly characters: readonly string[] }[]): string[] => [
  ...new Set(panels.flatMap(({ characters }) => characters)),
];
