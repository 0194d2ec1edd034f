import {
  type ChangedPlate,
  canonicalJson,
  changeError,
  mapPlate,
  NextpanelError,
  type PlateEdit,
  platePanel,
  plateSpec,
} from '@nextpanel/core';
import type { PanelFacts, StoredReference, StoredSpec, StoryHead } from '@nextpanel/store';
import { readAsset } from '../store-asset.ts';
import { type ChangeContext, changeStory } from './change-story.ts';
import { openOldLooks, type Shown, withNewLook } from './earlier-looks.ts';
import { namePictures, readPanelsAndCover, showsPlate, viewPlate } from './list-plates.ts';
import { drawsNothing, estimateChain, planRedraw } from './plan-redraw.ts';
import { type ChangeScope, storyHead } from './read-story.ts';

/**
 * Changes the description of something of the cast, or its supplied pictures. New pictures follow it; panels that show it become stale,
 * and nothing is drawn. A plate that the story drew stays until it is retaken, by the new words. Throws
 * `not_found`, `unknown_asset`, `prompt_too_long`, and `invalid_state` while something is being drawn.
 */
export async function editPlate(
  context: ChangeContext,
  { plate, ...scope }: ChangeScope & { readonly plate: string },
  { description, references, dryRun }: PlateEdit,
): Promise<ChangedPlate> {
  const { id: name, status } = await viewPlate(context, scope, plate);
  if (references !== undefined && status !== 'supplied' && status !== 'none') {
    throw new NextpanelError(
      'invalid_state',
      `the picture of ${name} is a plate; add yours as a take of it, which can be chosen and taken back`,
      { detail: { pointer: '/references' } },
    );
  }
  const pictures = await readPictures(context, scope.tenant, references);
  const plan = (head: StoryHead) => planChange(context, head, name, { description, pictures });
  let planned = await plan(await storyHead(context, scope));
  if (!dryRun) {
    await changeStory(context, scope, async (head, story) => {
      planned = await plan(head);
      const { spec } = planned;
      const isDrawn = status !== 'supplied' && status !== 'none';
      const change = {
        spec,
        render: true,
        books: false,
        cast: name,
        plate: isDrawn ? { panel: platePanel(name), spec: plateSpec(spec, name) } : null,
      };
      return { outcome: await context.state.edits.amend(story, change) };
    });
  }
  const { stale, price } = planned;
  const { requests, lowUsd, expectedUsd, highUsd } = price;
  return {
    ...(await viewPlate(context, scope, name)),
    redraw: { ...drawsNothing(dryRun), stale: stale.panels, staleCover: stale.cover },
    dependants: { ...stale, requests, lowUsd, expectedUsd, highUsd },
  };
}

async function readPictures(
  context: Pick<ChangeContext, 'artifacts'>,
  tenant: string,
  references: readonly string[] | undefined,
): Promise<readonly StoredReference[] | undefined> {
  return (
    references &&
    Promise.all(
      references.map(async (asset, index) => {
        const picture = /^asset_[0-9a-f]{64}$/.test(asset) ? await readAsset(context, tenant, asset) : null;
        if (picture) return picture;
        throw new NextpanelError(
          'unknown_asset',
          `there is no asset ${asset.slice(0, 80)}; upload the picture with POST /v1/assets first`,
          { detail: { pointer: `/references/${index}` } },
        );
      }),
    )
  );
}

/** The story as it would be, the panels that would be stale because of this one thing, and what drawing them again would cost. */
async function planChange(
  context: ChangeContext,
  { id, spec: before }: StoryHead,
  name: string,
  {
    description,
    pictures,
  }: { readonly description: string | undefined; readonly pictures: readonly StoredReference[] | undefined },
) {
  const [panels, chain] = await Promise.all([
    readPanelsAndCover(context, { id, spec: before }),
    context.state.read.chain(id),
  ]);
  const after: StoredSpec = {
    ...before,
    ...mapPlate(before, name, (thing) => ({
      ...thing,
      ...(description !== undefined && { description }),
      ...(pictures !== undefined && { references: pictures }),
    })),
  };
  const isSame = canonicalJson(after) === canonicalJson(before);
  const showing = panels.filter(({ spec }) => showsPlate(before, spec, name));
  const marked = isSame ? before : withNewLook(before, after, name, await shownIn(context, id, showing));
  const isOld = openOldLooks(marked);
  const stale = showing.filter(({ selected }) => selected !== null && isOld(selected, name));
  const story = { story: id, spec: marked, chain };
  try {
    const price = await planRedraw(context, story, {
      asked: new Map(stale.map((panel) => [panel.id, 1])),
      cascade: 'keep',
      dryRun: true,
    });
    const spec: StoredSpec = { ...marked, estimate: await estimateChain(context, story) };
    return { spec, stale: namePictures(stale), price };
  } catch (error) {
    throw ofDescription(error);
  }
}

/** A prompt that is too long now is so by the new description, whichever panel or plate it is for. */
const ofDescription = (error: unknown): unknown =>
  error instanceof NextpanelError && error.code === 'prompt_too_long'
    ? changeError(error, { detail: { ...error.detail, pointer: '/description' } })
    : error;

/**
 * All pictures of panels, selected or not, since any of them may be selected later; and the requests for such pictures that may still yield
 * some: those that are not kept, and those of a batch that is not drawn yet.
 */
async function shownIn(
  { state }: Pick<ChangeContext, 'state'>,
  story: string,
  panels: readonly PanelFacts[],
): Promise<Shown> {
  const several = panels.filter(({ takes }) => takes > 1);
  const [takes, requests] = await Promise.all([
    Promise.all(several.map(({ id }) => state.read.takes(story, id))),
    state.read.requests(story),
  ]);
  const shown = panels.flatMap(({ selected, kept }) => [selected, kept]);
  const ids = new Set(panels.map(({ id }) => id));
  const showing = requests.filter((request) => request.judge === null && request.panels.some((id) => ids.has(id)));
  const batches = await state.read.batchesById(story, [...new Set(showing.map(({ batch }) => batch))]);
  const drawn = new Set(batches.flatMap(({ id, status }) => (status === 'drawn' ? [id] : [])));
  return {
    frames: [...shown, ...takes.flat()].filter((frame) => frame !== null),
    requests: showing.flatMap(({ id, state: is, batch }) => (is === 'kept' && drawn.has(batch) ? [] : [id])),
  };
}
