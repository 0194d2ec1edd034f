import { type ChangedStory, type Move, NextpanelError } from '@nextpanel/core';
import type { StoryHead } from '@nextpanel/store';
import { type ChangeContext, changeStory, refuse } from './change-story.ts';
import { checkNamedFrames } from './check-names.ts';
import { findPanel, type PartRef, placeAfter } from './find-panel.ts';
import { beyond } from './insert-panels.ts';
import { type ChangedChain, drawsNothing, estimateAfter } from './plan-redraw.ts';
import { type ChangeScope, readStory, storyHead } from './read-story.ts';
import { warningsAfter } from './warnings-after.ts';

type PanelScope = ChangeScope & { readonly number: PartRef };

/**
 * Puts a panel behind another one, or in front. One that was ordered or drawn keeps its place in the chain, so nothing is drawn
 * again and nothing becomes stale; one that was not joins its new neighbours. Repeats change nothing. Throws `not_found`,
 * `invalid`, `invalid_state`.
 */
export async function movePanel(
  context: ChangeContext,
  { number, ...scope }: PanelScope,
  { after, dryRun }: Move,
): Promise<ChangedStory> {
  const first = await storyHead(context, scope);
  const id = await findPanel(context, scope, number);
  const { edits } = context.state;
  let place = await placeAfter(context, scope, after);
  const tried = await edits.tryMove(scope.id, id, place, first.spec);
  if (tried.kind === 'beyond') throw beyond(tried.panels, place);
  refuse(tried, scope.id);
  if (tried.kind === 'tried')
    await checkNamedFrames(context, { story: scope.id, spec: first.spec, chain: tried.chain });
  if (!dryRun && tried.kind === 'tried') {
    const outcome = await changeStory(context, scope, async ({ spec }, story) => {
      // Other changes may have come first: a number means the panel that has it now, an id the same panel wherever it is.
      place = await placeAfter(context, scope, after);
      const warnings = await warningsAfter(context, { story: scope.id, spec }, tried.order);
      return { outcome: await edits.movePanel(story, id, place, { ...spec, warnings }) };
    });
    if (outcome.kind === 'beyond') throw beyond(outcome.panels, place);
  }
  return {
    ...(await readStory(context, scope)),
    redraw: drawsNothing(dryRun, tried.kind === 'tried' ? tried.pages : []),
  };
}

/**
 * Takes a panel out of the book. Its takes and its ledger entries stay under its id. A drawn one stays in the chain, and nothing
 * that was drawn from it becomes stale. Throws `not_found`, `invalid_state`.
 */
export async function removePanel(
  context: ChangeContext,
  { number, ...scope }: PanelScope,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ChangedStory> {
  const first = await storyHead(context, scope);
  const id = await findPanel(context, scope, number);
  const { edits, read } = context.state;
  const plan = async (head: StoryHead) => {
    const tried = await edits.tryRemoval(scope.id, id, head.spec);
    if (tried.kind !== 'tried') return { tried };
    const before: ChangedChain = { story: scope.id, spec: head.spec, chain: await read.chain(scope.id) };
    const after: ChangedChain = { ...before, chain: tried.chain, order: tried.order, pages: tried.map };
    // Where a panel that was not drawn leaves the chain, what it would have cost is not spent.
    const estimate = await estimateAfter(context, before, after);
    const warnings = await warningsAfter(context, after, tried.order);
    return { tried, spec: { ...head.spec, estimate, warnings } };
  };
  const { tried } = await plan(first);
  refuseRemoval(tried, scope.id);
  if (!dryRun) {
    const outcome = await changeStory(context, scope, async (head, story) => {
      const it = await plan(head);
      return { outcome: it.spec ? await edits.removePanel(story, id, it.spec) : it.tried };
    });
    refuseRemoval(outcome, scope.id);
  }
  return {
    ...(await readStory(context, scope)),
    redraw: drawsNothing(dryRun, tried.kind === 'tried' ? tried.pages : []),
  };
}

function refuseRemoval(outcome: { readonly kind: string }, id: string): void {
  refuse(outcome, id);
  if (outcome.kind === 'last')
    throw new NextpanelError('invalid_state', 'this is the only panel of the story; delete the story instead');
  if (outcome.kind === 'at_vendor') {
    throw new NextpanelError(
      'invalid_state',
      'this panel is at the vendor and will be paid; resume the story, or wait until its picture is here, then remove the panel',
      { retryable: true },
    );
  }
}
