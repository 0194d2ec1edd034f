import {
  type ChangedStory,
  type Insertion,
  inheritScenes,
  NextpanelError,
  nameTexts,
  type PanelSpec,
  planBatches,
  type Redraw,
  storyLimits,
  withWordRoom,
} from '@nextpanel/core';
import type { PanelFacts, StoryHead } from '@nextpanel/store';
import { type ChangeContext, changeStory, refuse } from './change-story.ts';
import { checkCast } from './check-cast.ts';
import { checkNamedFrames, checkNames } from './check-names.ts';
import { checkTextIds } from './check-text-ids.ts';
import { placeAfter } from './find-panel.ts';
import { type ChangedChain, estimateAfter, planRedraw } from './plan-redraw.ts';
import { type ChangeScope, readStory, storyHead } from './read-story.ts';
import { marksOf } from './submit-story.ts';
import { warningsAfter } from './warnings-after.ts';

/**
 * Puts panels behind another, or behind the last one. They are drawn from the frame before them in batches of their own, or join
 * a batch beside them that was not begun. No panel gets another id. Throws `not_found`, `invalid`, `invalid_state`,
 * `prompt_too_long`.
 */
export async function insertPanels(
  context: ChangeContext,
  scope: ChangeScope,
  { after, panels: written, cascade, dryRun }: Insertion,
): Promise<ChangedStory> {
  // They take part in the scene of the panel they are put behind.
  const panels = inheritScenes(written, await sceneAt(context, scope, after)).map(withWordRoom);
  const options = (head: StoryHead) => ({
    cascade,
    batchSizes: planBatches(panels.length, head.spec.render.batchSize).map(({ first, last }) => last - first + 1),
  });
  const plan = async (head: StoryHead) => {
    const place = after === undefined ? head.panels : await placeAfter(context, scope, after);
    checkPlace(head, place, panels.length);
    checkCast(
      head.spec.characters,
      panels.map((panel, index) => ({ ...panel, pointer: `/panels/${index}` })),
    );
    await checkTextIds(
      context,
      scope.id,
      panels.map(({ id, text }, index) => ({ panel: id ?? null, text, pointer: `/panels/${index}` })),
    );
    const { edits, read } = context.state;
    const tried = await edits.tryInsertion(scope.id, place, head.spec, panels, options(head));
    if (tried.kind !== 'tried') return { place, tried };
    const before: ChangedChain = { story: scope.id, spec: head.spec, chain: await read.chain(scope.id) };
    const changed: ChangedChain = {
      ...before,
      spec: { ...head.spec, ...marksOf(panels) },
      chain: tried.chain,
      over: new Map(tried.panels.map((id, index) => [id, newPanel(id, place + index + 1, panels[index] as PanelSpec)])),
      order: tried.order,
      pages: tried.map,
    };
    checkNames(
      head.spec,
      tried.chain,
      panels.map((panel, index) => ({ id: tried.panels[index] as string, panel, pointer: `/panels/${index}` })),
    );
    await checkNamedFrames(context, changed);
    const asked = new Map(tried.panels.map((id) => [id, 1] as const));
    const redraw = await planRedraw(context, changed, { asked, cascade, dryRun });
    const estimate = await estimateAfter(context, before, changed);
    const warnings = await warningsAfter(context, changed, tried.order, panels);
    return {
      place,
      tried,
      redraw: { ...redraw, pages: [...tried.pages] },
      spec: { ...changed.spec, estimate, warnings },
    };
  };
  let redraw: Redraw | undefined;
  if (dryRun) {
    const it = await plan(await storyHead(context, scope));
    refuse(it.tried, scope.id);
    if (!it.redraw) throw refusal(it.tried, it.place);
    redraw = it.redraw;
  } else {
    let place = 0;
    const outcome = await changeStory(context, scope, async (head, story) => {
      const it = await plan(head);
      place = it.place;
      redraw = it.redraw;
      if (!it.redraw) return { outcome: it.tried };
      return { outcome: await context.state.edits.insertPanels(story, place, it.spec, panels, options(head)) };
    });
    if (outcome.kind !== 'inserted') throw refusal(outcome, place);
  }
  return { ...(await readStory(context, scope)), redraw: redraw as Redraw };
}

/** The scene of the panel that others are put behind. */
async function sceneAt(
  { state }: ChangeContext,
  scope: ChangeScope,
  after: Insertion['after'],
): Promise<string | undefined> {
  const head = await storyHead({ state }, scope);
  const number = after === undefined ? head.panels : await placeAfter({ state }, scope, after);
  if (!head.spec.scenes || number < 1) return undefined;
  const id = await state.read.panelAt(scope.id, number);
  return id === null ? undefined : (await state.read.panels(scope.id, [id]))[0]?.spec.scene;
}

function checkPlace(head: StoryHead, after: number, count: number): void {
  if (after > head.panels) throw beyond(head.panels, after);
  if (head.panels + count <= storyLimits.panels) return;
  throw new NextpanelError(
    'invalid',
    `the story has ${head.panels} panels and may have ${storyLimits.panels}; insert at most ${storyLimits.panels - head.panels}`,
    { detail: { pointer: '/panels' } },
  );
}

function refusal(outcome: { readonly kind: string; readonly panels?: unknown; readonly id?: string }, after: number) {
  if (outcome.kind === 'taken') {
    return new NextpanelError(
      'invalid',
      `the story has, or had, a panel with the id "${outcome.id}"; ids are permanent, so choose another one`,
      { detail: { pointer: '/panels' } },
    );
  }
  return beyond(Number(outcome.panels), after);
}

export const beyond = (panels: number, after: number): NextpanelError =>
  new NextpanelError('invalid', `the story has ${panels} panels; there is no panel ${after} to put it behind`, {
    detail: { pointer: '/after' },
  });

const newPanel = (id: string, number: number, spec: PanelSpec): PanelFacts => ({
  id,
  number,
  spec: { ...spec, text: nameTexts(id, spec.text) },
  selected: null,
  take: null,
  kept: null,
  takes: 0,
  asked: false,
  failure: null,
});
