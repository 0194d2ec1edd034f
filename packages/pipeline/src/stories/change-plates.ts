import {
  type ChangedPlate,
  type ChangedTake,
  coverPanel,
  estimatePlates,
  findModel,
  NextpanelError,
  type Page,
  type PlateRedraw,
  type PlateRetake,
  type PlateRetouch,
  type PlateSelection,
  type PlateUpload,
  plateKindOf,
  platePanel,
  type Redraw,
  type StoryView,
  shownBy,
  type TakeView,
  usd,
} from '@nextpanel/core';
import type { StoredFrame, StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { type ChangeContext, changeStory } from './change-story.ts';
import { approveStory } from './command-story.ts';
import { listPlates, namePictures, readPanelsAndCover, viewPlate } from './list-plates.ts';
import { drawsNothing, planRedraw, priceable } from './plan-redraw.ts';
import { type ChangeScope, type Scope, storyHead } from './read-story.ts';
import { retakePanels } from './retake.ts';
import { planPictureRetouch, type RetouchContext, waits } from './retouch.ts';
import { addTake, listTakes, noTake } from './takes.ts';

type PlateScope = ChangeScope & { readonly plate: string };

/**
 * Draws a plate again, `count` times. Panels drawn from the one before become stale, and are not drawn again by that. Throws `not_found`,
 * `invalid_state`.
 */
export async function retakePlate(
  context: ChangeContext,
  { plate, ...scope }: PlateScope,
  { count, dryRun }: PlateRetake,
): Promise<ChangedPlate> {
  const head = await storyHead(context, scope);
  const panel = await requireDrawable(context, scope, plate);
  const redraw = priceOf(context, head, plate, { count, dryRun });
  if (!dryRun) {
    const outcome = await changeStory(context, scope, async (_head, story) => ({
      outcome: await context.state.edits.retake(story, [panel], { count, cascade: 'keep' }),
    }));
    if (outcome.kind === 'not_drawn') throw notDrawn(plate);
    if (outcome.kind === 'waits') throw waits();
  } else if ((await viewPlate(context, scope, plate)).frame === null) throw notDrawn(plate);
  return changed(context, scope, plate, redraw, null);
}

/**
 * Changes something in the selected picture of a plate: `count` new takes, of which the first is selected. Outside of the box or the mask they
 * are the picture there is, pixel for pixel. Panels drawn from the one before become stale, and are not drawn again by that. Throws as
 * `retouchPanel`.
 */
export async function retouchPlate(
  context: RetouchContext,
  { plate, ...scope }: PlateScope,
  { count, dryRun, ...asked }: PlateRetouch,
): Promise<ChangedPlate> {
  const panel = await requireDrawable(context, scope, plate);
  const plan = ({ spec }: Pick<StoryHead, 'spec'>) =>
    planPictureRetouch(context, scope, { id: panel, spec }, asked, dryRun);
  let { price } = await plan(await storyHead(context, scope));
  if (!dryRun) {
    const outcome = await changeStory(context, scope, async (head, story) => {
      const planned = await plan(head);
      price = planned.price;
      const change = { count, cascade: 'keep', retouch: planned.retouch } as const;
      return { outcome: await context.state.edits.retake(story, [panel], change) };
    });
    if (outcome.kind === 'not_drawn') throw notDrawn(plate);
    if (outcome.kind === 'waits') throw waits();
  }
  const redraw = {
    ...drawsNothing(dryRun),
    requests: count,
    lowUsd: usd(price.low * count),
    expectedUsd: usd(price.expected * count),
    highUsd: usd(price.high * count),
  };
  return changed(context, scope, plate, redraw, null);
}

/**
 * Draws the panels again that were drawn from another picture of a plate than the selected one. Throws `not_found`, and
 * `invalid_state` where there are none.
 */
export async function redrawPlatePanels(
  context: ChangeContext,
  { plate, ...scope }: PlateScope,
  options: PlateRedraw,
): Promise<ChangedPlate> {
  const { stale, staleCover } = await viewPlate(context, scope, plate);
  const isNothing = stale.length === 0 && !staleCover;
  if (isNothing && options.dryRun)
    return { ...(await changed(context, scope, plate, drawsNothing(true), null)), redraw: drawsNothing(true) };
  if (isNothing) {
    throw new NextpanelError(
      'invalid_state',
      `no panel was drawn from another picture of ${plate}, so there is nothing to draw again`,
    );
  }
  const order = await context.state.read.order(scope.id);
  const ids = [...stale.flatMap((number) => order[number - 1] ?? []), ...(staleCover ? [coverPanel] : [])];
  const redraw = await retakePanels(context, scope, options, ids);
  return { ...(await changed(context, scope, plate, redraw, null)), redraw };
}

/** A plate made by hand or elsewhere; selected, panels drawn from another one become stale. Throws as `addTake`. */
export async function addPlate(
  context: ChangeContext,
  { plate, ...scope }: PlateScope,
  upload: PlateUpload,
): Promise<ChangedTake> {
  const panel = await requireDrawable(context, scope, plate);
  return addTake(context, { ...scope, number: { id: panel } }, { ...upload, cascade: 'keep' });
}

/** All takes of a plate, the first one first. Throws `not_found`, `invalid_cursor`. */
export async function listPlateTakes(
  context: Pick<Context, 'state' | 'artifacts'>,
  { plate, ...page }: PlateScope & { readonly limit: number; readonly cursor?: string },
): Promise<Page<TakeView>> {
  const panel = await requireDrawable(context, page, plate);
  return listTakes(context, { ...page, number: { id: panel } });
}

/** Selects a take of a plate. Throws `not_found`, `invalid_state`. */
export async function selectPlate(
  context: ChangeContext,
  { plate, take, ...scope }: PlateScope & { readonly take: number },
  { dryRun }: PlateSelection,
): Promise<ChangedPlate> {
  const panel = await requireDrawable(context, scope, plate);
  const takes = await context.state.read.takes(scope.id, panel);
  const frame = takes[take - 1];
  if (!frame) throw noTake({ id: plate }, takes.length, take);
  if (!dryRun) {
    const outcome = await changeStory(context, scope, async (_head, story) => ({
      outcome: await context.state.edits.selectTake(story, panel, take, 'keep'),
    }));
    if (outcome.kind === 'no_take') throw noTake({ id: plate }, outcome.takes, take);
  }
  return changed(context, scope, plate, drawsNothing(dryRun), frame);
}

/** Approves the plates, and the panels are drawn. Throws `not_found`, `invalid_state`. */
export async function approvePlates(context: Parameters<typeof approveStory>[0], scope: Scope): Promise<StoryView> {
  await storyHead(context, scope);
  if ((await context.state.read.platesGate(scope.id)) === 'none') {
    throw new NextpanelError(
      'invalid_state',
      'the story does not wait for its plates; write plates: { approve: true } in a story that should',
    );
  }
  return approveStory(context, scope);
}

/** The panel under which a plate is kept. Throws `not_found`, or `invalid_state` for one whose pictures the story supplies. */
async function requireDrawable(context: Pick<Context, 'state'>, scope: Scope, plate: string): Promise<string> {
  const view = await viewPlate(context, scope, plate);
  if (view.status !== 'supplied' && view.status !== 'none') return platePanel(plate);
  throw new NextpanelError(
    'invalid_state',
    view.status === 'supplied'
      ? `the pictures of ${plate} were supplied with the story, and supplied pictures are never drawn again`
      : `no plate of ${plate} is drawn: \`plates.draw\` of the story does not ask for it, or no panel needs it`,
  );
}

const notDrawn = (plate: string) =>
  new NextpanelError('invalid_state', `plate ${plate} is not drawn yet, so there is nothing to draw again`);

/** What drawing a plate again costs. */
function priceOf(
  { catalogue }: Pick<Context, 'catalogue'>,
  { spec }: Pick<StoryHead, 'spec'>,
  plate: string,
  { count, dryRun }: PlateRetake,
): Redraw {
  const story = priceable(spec);
  const one = estimatePlates(story, [{ id: plate, kind: plateKindOf(spec, plate) }], {
    model: findModel(spec.render, catalogue),
  });
  return {
    ...drawsNothing(dryRun),
    requests: one.requests * count,
    lowUsd: one.lowUsd * count,
    expectedUsd: one.expectedUsd * count,
    highUsd: one.highUsd * count,
  };
}

/**
 * The plate with what depends on it.
 *
 * @param frame the one that would be selected, where that is known; otherwise every panel that shows the plate depends on it
 */
async function changed(
  context: ChangeContext,
  scope: Scope,
  plate: string,
  redraw: Redraw,
  frame: StoredFrame | null,
): Promise<ChangedPlate> {
  const head = await storyHead(context, scope);
  const plates = await listPlates(context, scope);
  const view = plates.find(({ id }) => id === plate);
  if (!view) throw new NextpanelError('not_found', `the story has no plate ${plate}`);
  const panels = await readPanelsAndCover(context, head);
  const depends = panels.filter(({ selected }) =>
    shownBy(selected?.references).some(({ id, sha256 }) => id === plate && sha256 !== frame?.sha256),
  );
  const price = await planRedraw(
    context,
    { story: scope.id, spec: head.spec, chain: await context.state.read.chain(scope.id) },
    { asked: new Map(depends.map(({ id }) => [id, 1])), cascade: 'keep', dryRun: true },
  );
  const { requests, lowUsd, expectedUsd, highUsd } = price;
  const dependants = { ...namePictures(depends), requests, lowUsd, expectedUsd, highUsd };
  return {
    ...view,
    redraw: { ...redraw, stale: dependants.panels, staleCover: dependants.cover },
    dependants,
  };
}
