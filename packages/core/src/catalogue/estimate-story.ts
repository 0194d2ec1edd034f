import { usd } from '../money.ts';
import { planBatches } from '../plan-batches.ts';
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

/** A batch to be priced: a place in the chain, and the panels whose frames go along with it, by id. */
export interface PricedBatch {
  /** From 1. */
  readonly place: number;
  /** In chain order. `times`: how often it is drawn; 0: it is only there. */
  readonly panels: readonly (PromptPanel & { readonly id: string; readonly times: number })[];
  /** The first panel of the chain. */
  readonly anchor: string;
  /** The last panel of the batch before; null for the first batch. */
  readonly before: string | null;
}

/** What the words and pictures of a story's requests depend on beside its panels. */
export type PricedStory = Pick<StorySpec, 'style' | 'language' | 'characters' | 'render'>;

export interface EstimateOptions {
  readonly model: Model;
  readonly method: Method;
  /** The recipe its requests are composed by. Default: the newest. */
  readonly recipe?: number | undefined;
}

/**
 * Prices a story request by request, as a new story is cut. Throws `prompt_too_long`.
 */
export function estimateStory(spec: PricedStory & Pick<StorySpec, 'panels'>, options: EstimateOptions): Estimate {
  const batches = planBatches(spec.panels.length, spec.render.batchSize).map(
    ({ number, first, last }): PricedBatch => ({
      place: number,
      anchor: '1',
      before: number > 1 ? String(first - 1) : null,
      panels: spec.panels.slice(first - 1, last).map((panel, index) => ({
        ...panel,
        number: first + index,
        id: String(first + index),
        times: 1,
      })),
    }),
  );
  return estimateBatches(spec, batches, options);
}

/**
 * Prices batches request by request, with the words and the references each would have: the characters' pictures, the anchor
 * and the reference frame. Panels of a request that are not all wanted are drawn one by one. Retries and recalled frames are
 * not counted. Throws `prompt_too_long`.
 */
export function estimateBatches(
  spec: PricedStory,
  batches: readonly PricedBatch[],
  { model, method, recipe = newestRecipe }: EstimateOptions,
): Estimate {
  const { composePrompt, orderReferences } = findRecipe(recipe);
  const size = parseSize(spec.render.size);
  const cast = new Map(spec.characters.map(({ id, references }) => [id, references] as const));
  const sum = { requests: 0, low: 0, expected: 0, high: 0 };
  for (const { place, panels, anchor, before } of batches) {
    if (panels.every(({ times }) => times === 0)) continue;
    const alone = startsFromWords(place, method, spec.characters) ? panels.slice(0, 1) : [];
    const together = panels.slice(alone.length);
    for (const [wave, anchored] of [
      [alone, false],
      [together, alone.length > 0 || place > 1],
    ] as const) {
      const frames = {
        cast,
        anchor: anchored ? frameOf(anchor) : null,
        referenceFrame: before === null ? null : frameOf(before),
      };
      const ordered = (of: readonly PromptPanel[]) =>
        orderReferences(frames, presentIn(of), model.maxReferences, (picture) => picture);
      const add = (by: Method, asked: PricedBatch['panels']) => {
        const [first, ...others] = asked;
        if (first === undefined) return;
        const references = ordered(asked);
        const prompt = composePrompt({
          story: spec,
          method: by,
          panels: [first, ...others],
          references: references.map(({ roles }) => roles),
          panelsSinceReference: before === null ? 0 : panels.indexOf(first) + 1,
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
        const whole = asked.every(({ times }) => times > 0);
        if (whole) add(method, asked);
        for (const panel of asked) {
          for (let take = whole ? 1 : 0; take < panel.times; take++) add('panels', [panel]);
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
const frameOf = (panel: string): string => `${framePrefix}${panel}`;

/** Ids of the characters of these panels, in order of appearance. */
export const presentIn = (panels: readonly { readonly characters: readonly string[] }[]): string[] => [
  ...new Set(panels.flatMap(({ characters }) => characters)),
];
