import {
  type ChangedStory,
  estimateStory,
  findModel,
  type Insertion,
  NextpanelError,
  planBatches,
  type Redraw,
  refreshIgnored,
  storyLimits,
} from '@nextpanel/core';
import type { BatchFacts, PanelFacts, StoryFacts } from '@nextpanel/store';
import { type ChangeContext, changeStory } from './change-story.ts';
import { checkCast } from './check-cast.ts';
import { type ChangedChain, planRedraw, priceable, readChain } from './plan-redraw.ts';
import { readStory, type Scope, storyFacts } from './read-story.ts';

/**
 * Puts panels behind another, or behind the last one: the chain goes on from the frame before them, in batches of their own.
 * Panels behind them move on by as many numbers. Throws `not_found`, `invalid`, `invalid_state`, `prompt_too_long`.
 */
export async function insertPanels(
  context: ChangeContext,
  scope: Scope,
  { after, panels, cascade, dryRun }: Insertion,
): Promise<ChangedStory> {
  const plan = async (facts: StoryFacts) => {
    const place = after ?? facts.panels;
    checkPlace(facts, place, panels.length);
    checkCast(
      facts.spec.characters,
      panels.map((panel, index) => ({ ...panel, pointer: `/panels/${index}` })),
    );
    const sizes = planBatches(panels.length, facts.spec.render.batchSize).map(({ first, last }) => last - first + 1);
    const chain = insertInto(await readChain(context, facts), place, panels, sizes);
    const { redraw, ...changed } = price(context, chain, place, panels.length, { cascade, dryRun });
    return { place, sizes, redraw, spec: { ...facts.spec, ...changed } };
  };
  let { redraw } = await plan(await storyFacts(context, scope));
  if (!dryRun) {
    const outcome = await changeStory(context, scope, async (facts, story) => {
      const it = await plan(facts);
      redraw = it.redraw;
      const spec = { seen: facts.rawSpec, value: it.spec };
      const options = { batchSizes: it.sizes, cascade };
      return { outcome: await context.state.edits.insertPanels(story, it.place, spec, panels, options) };
    });
    if (outcome.kind === 'beyond') throw beyond(outcome.panels, after ?? 0);
  }
  return { ...(await readStory(context, scope)), redraw };
}

function checkPlace(facts: StoryFacts, after: number, count: number): void {
  if (after > facts.panels) throw beyond(facts.panels, after);
  if (facts.panels + count <= storyLimits.panels) return;
  throw new NextpanelError(
    'invalid',
    `the story has ${facts.panels} panels and may have ${storyLimits.panels}; insert at most ${storyLimits.panels - facts.panels}`,
    { detail: { pointer: '/panels' } },
  );
}

const beyond = (panels: number, after: number) =>
  new NextpanelError('invalid', `the story has ${panels} panels; there is no panel ${after} to put them behind`, {
    detail: { pointer: '/after' },
  });

/** The chain as it is with the new panels in it; `insert-panels.lua` makes the same. */
function insertInto(
  { facts, batches, panels }: ChangedChain,
  after: number,
  added: Insertion['panels'],
  sizes: readonly number[],
): ChangedChain {
  const m = added.length;
  const inserted: PanelFacts[] = added.map((spec) => ({
    number: 0,
    spec,
    rawSpec: '',
    selected: null,
    take: null,
    kept: null,
    takes: 0,
    asked: false,
    failure: null,
  }));
  let at = after;
  const own = sizes.map((size) => {
    const plan = { first: at + 1, last: at + size, status: 'waiting' as const, attempts: 0, reference: null };
    at += size;
    return plan;
  });
  const before = batches
    .filter(({ first }) => first <= after)
    .map((batch) => ({ ...batch, last: Math.min(batch.last, after) }));
  const behind = batches
    .filter(({ last }) => last > after)
    .map((batch) => ({ ...batch, first: Math.max(batch.first, after + 1) + m, last: batch.last + m }));
  return {
    facts: { ...facts, panels: facts.panels + m },
    batches: [...before, ...own, ...behind].map((batch, index): BatchFacts => ({ ...batch, number: index + 1 })),
    panels: [...panels.slice(0, after), ...inserted, ...panels.slice(after)].map((panel, index) => ({
      ...panel,
      number: index + 1,
    })),
  };
}

function price(
  context: ChangeContext,
  chain: ChangedChain,
  after: number,
  count: number,
  options: { readonly cascade: 'keep' | 'redraw'; readonly dryRun: boolean },
): { readonly redraw: Redraw } & Pick<StoryFacts['spec'], 'estimate' | 'warnings'> {
  const { spec } = chain.facts;
  const asked = new Map(Array.from({ length: count }, (_, index) => [after + 1 + index, 1] as const));
  const model = findModel(spec.render, context.catalogue);
  const { method } = spec.render;
  const priced = priceable(spec, chain.panels);
  const estimate = estimateStory(priced, {
    model,
    method,
    batches: chain.batches,
    recipe: spec.recipe ?? 1,
  });
  const warnings = refreshIgnored(spec.warnings, { ...spec, ...priced }, { model, method });
  return { redraw: planRedraw(context, chain, { asked, ...options }), estimate, warnings };
}
