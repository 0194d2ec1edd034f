import {
  type BatchRetake,
  type ChangedBatch,
  type ChangedPanel,
  NextpanelError,
  type Redraw,
  type Retake,
} from '@nextpanel/core';
import type { StoryHead } from '@nextpanel/store';
import { type ChangeContext, changeStory } from './change-story.ts';
import { findBatch, findPicture, type PartRef } from './find-panel.ts';
import { viewBatch } from './list-batches.ts';
import { viewPanel } from './list-panels.ts';
import { planRedraw } from './plan-redraw.ts';
import { type ChangeScope, storyHead } from './read-story.ts';
import { waits } from './retouch.ts';

/**
 * Draws a panel again, `count` times: new takes, of which the first is selected; the old ones are kept. Throws `not_found`,
 * `not_drawn`, `invalid_state`.
 */
export async function retakePanel(
  context: ChangeContext,
  { number, ...scope }: ChangeScope & { number: PartRef },
  { count, ...options }: Retake,
): Promise<ChangedPanel> {
  const head = await storyHead(context, scope);
  const id = await findPicture(context, scope, number);
  const redraw = await retake(context, scope, head, { count, ...options }, [id]);
  return { ...(await viewPanel(context, scope, { id })), redraw };
}

/** Draws every panel of a batch again that is in the book. Throws `not_found`, `not_drawn`, `invalid_state`. */
export async function retakeBatch(
  context: ChangeContext,
  { number, ...scope }: ChangeScope & { number: PartRef },
  options: BatchRetake,
): Promise<ChangedBatch> {
  const head = await storyHead(context, scope);
  const batch = findBatch(await context.state.read.batches(scope.id), number);
  const numbers = await context.state.read.numbers(scope.id, batch.panels);
  const panels = batch.panels.filter((_, index) => numbers[index] !== 0);
  if (panels.length === 0)
    throw new NextpanelError(
      'invalid_state',
      'all panels of this batch were removed, so there is nothing to draw again',
    );
  const redraw = await retake(context, scope, head, { count: 1, ...options }, panels);
  return { ...(await viewBatch(context, scope, { id: batch.id })), redraw };
}

/** Draws panels again, by id. Throws `invalid_state`. */
export const retakePanels = async (
  context: ChangeContext,
  scope: ChangeScope,
  options: BatchRetake,
  ids: readonly string[],
): Promise<Redraw> => retake(context, scope, await storyHead(context, scope), { count: 1, ...options }, ids);

async function retake(
  context: ChangeContext,
  scope: ChangeScope,
  first: StoryHead,
  { count, cascade, dryRun }: Retake,
  ids: readonly string[],
): Promise<Redraw> {
  const plan = async ({ spec }: StoryHead) => {
    const [chain, panels] = await Promise.all([
      context.state.read.chain(scope.id),
      context.state.read.panels(scope.id, ids),
    ]);
    const missing = panels.find(({ selected, kept }) => !selected && !kept);
    if (missing) throw notDrawn(missing.number === 0 ? missing.id : missing.number);
    const asked = new Map(ids.map((id) => [id, count] as const));
    return planRedraw(context, { story: scope.id, spec, chain }, { asked, cascade, dryRun });
  };
  if (dryRun) return plan(first);
  let redraw: Redraw | undefined;
  const outcome = await changeStory(context, scope, async (head, story) => {
    redraw = await plan(head);
    return { outcome: await context.state.edits.retake(story, ids, { count, cascade }) };
  });
  if (outcome.kind === 'waits') throw waits();
  if (outcome.kind === 'not_drawn')
    throw notDrawn((await context.state.read.numbers(scope.id, [outcome.panel]))[0] ?? 0);
  return redraw as Redraw;
}

const notDrawn = (panel: number | string) =>
  new NextpanelError(
    'invalid_state',
    `${typeof panel === 'string' ? `the ${panel}` : `panel ${panel}`} is not drawn yet, so there is nothing to draw again`,
  );
