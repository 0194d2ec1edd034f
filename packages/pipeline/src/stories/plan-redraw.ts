import { type BatchPlan, estimateStory, findModel, type PanelSpec, type Redraw, type StorySpec } from '@nextpanel/core';
import type { BatchFacts, PanelFacts, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isStale } from '../draw/turn.ts';

/** What somebody wants to change, told as what happens to frames. */
export interface FrameChange {
  /** Panels to be drawn, each so many times. */
  readonly asked: ReadonlyMap<number, number>;
  /** Panels that get another frame without being drawn, with its SHA-256. */
  readonly replaced?: ReadonlyMap<number, string>;
  readonly cascade: 'keep' | 'redraw';
  readonly dryRun: boolean;
}

/** The story a change is made to, as it would be after the change where that adds panels or other words. */
export interface ChangedChain {
  readonly facts: StoryFacts;
  readonly batches: readonly BatchFacts[];
  readonly panels: readonly PanelFacts[];
}

/** Everything about a story that a change of frames touches. */
export async function readChain({ state }: Pick<Context, 'state'>, facts: StoryFacts): Promise<ChangedChain> {
  const numbers = Array.from({ length: facts.panels }, (_, index) => index + 1);
  const [batches, panels] = await Promise.all([state.read.batches(facts.id), state.read.panels(facts.id, numbers)]);
  return { facts, batches, panels };
}

/**
 * What a change draws, what it leaves behind, and its price: the panels asked for, and with a cascade every drawn panel of a
 * later batch that went along with a frame which changes, batch after batch. Panels that are not drawn yet are no part of
 * it: they are drawn anyway.
 */
export function planRedraw(
  { catalogue }: Pick<Context, 'catalogue'>,
  chain: ChangedChain,
  { asked, replaced = new Map(), cascade, dryRun }: FrameChange,
): Redraw {
  // The frame a panel will have, as far as it is known: null is one that is yet to be drawn.
  const changed = new Map<number, string | null>(replaced);
  for (const number of asked.keys()) changed.set(number, null);
  const frameOf = (number: number): string | null | undefined =>
    changed.has(number) ? changed.get(number) : chain.panels[number - 1]?.selected?.sha256;
  const stale: number[] = [];
  const drawn = new Map(asked);
  const first = Math.min(...changed.keys());
  for (const batch of chain.batches) {
    for (const panel of chain.panels.slice(batch.first - 1, batch.last)) {
      const { number } = panel;
      if (changed.has(number) || !panel.selected?.from || number <= first) continue;
      const { anchor, reference } = panel.selected.from;
      const leaves = (used: string | null, from: number) => used !== null && from > 0 && used !== frameOf(from);
      const behind = (number > 1 && leaves(anchor, 1)) || leaves(reference, batch.first - 1);
      if (!behind) continue;
      if (cascade === 'keep') {
        if (!wasStale(chain, batch, panel)) stale.push(number);
      } else {
        changed.set(number, null);
        drawn.set(number, 1);
      }
    }
  }
  const panels = [...drawn.keys()].sort((a, b) => a - b);
  const price = priceOf({ catalogue }, chain, drawn);
  return {
    dryRun,
    panels,
    batches: chain.batches
      .filter(({ first, last }) => panels.some((n) => first <= n && n <= last))
      .map((it) => it.number),
    stale,
    requests: price.requests,
    lowUsd: price.lowUsd,
    expectedUsd: price.expectedUsd,
    highUsd: price.highUsd,
  };
}

/** Whether a panel is left behind already, before the change. */
function wasStale({ panels }: ChangedChain, batch: BatchPlan, panel: PanelFacts): boolean {
  const frame = (number: number) => panels[number - 1]?.selected ?? null;
  return (
    panel.selected !== null && isStale(panel.selected, panel.number === 1 ? null : frame(1), frame(batch.first - 1))
  );
}

function priceOf(
  { catalogue }: Pick<Context, 'catalogue'>,
  { facts: { spec }, batches, panels }: ChangedChain,
  only: ReadonlyMap<number, number>,
) {
  if (only.size === 0) return { requests: 0, lowUsd: 0, expectedUsd: 0, highUsd: 0 };
  return estimateStory(priceable(spec, panels), {
    model: findModel(spec.render, catalogue),
    method: spec.render.method,
    recipe: spec.recipe ?? 1,
    batches,
    only,
  });
}

/** A stored story in the form in which stories are priced. */
export const priceable = (
  spec: StoryFacts['spec'],
  panels: readonly { readonly spec: PanelSpec }[],
): Pick<StorySpec, 'style' | 'language' | 'characters' | 'panels' | 'render'> => ({
  ...spec,
  characters: spec.characters.map((character) => ({
    ...character,
    references: character.references.map(({ sha256 }) => sha256),
  })),
  panels: panels.map((panel) => panel.spec),
});
