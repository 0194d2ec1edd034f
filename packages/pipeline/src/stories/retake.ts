import {
  type BatchRetake,
  type ChangedBatch,
  type ChangedPanel,
  NextpanelError,
  type Redraw,
  type Retake,
} from '@nextpanel/core';
import { type ChangeContext, changeStory } from './change-story.ts';
import { findPanel } from './find-panel.ts';
import { viewBatch, viewPanel } from './list-parts.ts';
import { type ChangedChain, planRedraw, readChain } from './plan-redraw.ts';
import { type Scope, storyFacts } from './read-story.ts';

/**
 * Draws a panel again, `count` times: new takes, of which the first is selected; the old ones are kept. Throws `not_found`,
 * `not_drawn`, `invalid_state`.
 */
export async function retakePanel(
  context: ChangeContext,
  { number, ...scope }: Scope & { number: number },
  { count, ...options }: Retake,
): Promise<ChangedPanel> {
  const redraw = await retake(context, scope, { count, ...options }, (chain) => {
    const { batch } = findPanel(chain, number);
    return { batch: batch.number, panels: [number] };
  });
  return { ...(await viewPanel(context, scope, number)), redraw };
}

/** Draws every panel of a batch again. Throws `not_found`, `not_drawn`, `invalid_state`. */
export async function retakeBatch(
  context: ChangeContext,
  { number, ...scope }: Scope & { number: number },
  options: BatchRetake,
): Promise<ChangedBatch> {
  const redraw = await retake(context, scope, { count: 1, ...options }, ({ facts, batches }) => {
    const batch = batches.find((it) => it.number === number);
    if (!batch)
      throw new NextpanelError('not_found', `the story has ${facts.batches} batches; there is no batch ${number}`);
    const panels = Array.from({ length: batch.last - batch.first + 1 }, (_, index) => batch.first + index);
    return { batch: number, panels };
  });
  return { ...(await viewBatch(context, scope, number)), redraw };
}

async function retake(
  context: ChangeContext,
  scope: Scope,
  { count, cascade, dryRun }: Retake,
  find: (chain: ChangedChain) => { readonly batch: number; readonly panels: readonly number[] },
): Promise<Redraw> {
  const plan = async () => {
    const chain = await readChain(context, await storyFacts(context, scope));
    const found = find(chain);
    const missing = found.panels.find((n) => !chain.panels[n - 1]?.selected && !chain.panels[n - 1]?.kept);
    if (missing !== undefined) throw notDrawn(missing);
    const asked = new Map(found.panels.map((n) => [n, count] as const));
    return { ...found, redraw: planRedraw(context, chain, { asked, cascade, dryRun }) };
  };
  let { redraw } = await plan();
  if (dryRun) return redraw;
  const outcome = await changeStory(context, scope, async (_, story) => {
    const it = await plan();
    redraw = it.redraw;
    return { outcome: await context.state.edits.retake(story, it.batch, it.panels, { count, cascade }) };
  });
  if (outcome.kind === 'not_drawn') throw notDrawn(outcome.panel);
  return redraw;
}

const notDrawn = (panel: number) =>
  new NextpanelError('invalid_state', `panel ${panel} is not drawn yet, so there is nothing to draw again`);
