import {
  type ChangedPanel,
  type ChangedTake,
  isPlatePanel,
  NextpanelError,
  type Page,
  type Selection,
  type TakeUpload,
  type TakeView,
  usd,
} from '@nextpanel/core';
import type { StoredFrame, StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { type RequestRecord, readRecord } from '../record.ts';
import { readAsset } from '../store-asset.ts';
import { type ChangeContext, changeStory } from './change-story.ts';
import { findAnyPanel, findPicture, nameOf, type PartRef } from './find-panel.ts';
import { viewPanel } from './list-panels.ts';
import { planRedraw } from './plan-redraw.ts';
import { type ChangeScope, storyHead } from './read-story.ts';
import { slicePage } from './slice-page.ts';
import { pictureUrl, viewPictures } from './view-pictures.ts';

type PanelScope = ChangeScope & { readonly number: PartRef };

/** A page of a panel's takes, the first one first; also of a panel that was removed, by its id. Throws `not_found`, `invalid_cursor`. */
export async function listTakes(
  context: Pick<Context, 'state' | 'artifacts'>,
  { number, limit, cursor, ...scope }: PanelScope & { readonly limit: number; readonly cursor?: string },
): Promise<Page<TakeView>> {
  await storyHead(context, scope);
  const id = await findAnyPanel(context, scope, number);
  const [panel] = await context.state.read.panels(scope.id, [id]);
  const takes = (await context.state.read.takes(scope.id, id)).map((frame, index) => ({ frame, take: index + 1 }));
  const page = slicePage(takes, { limit, ...(cursor !== undefined && { cursor }) });
  const items = await Promise.all(
    page.items.map(async ({ frame, take }) =>
      viewTake(
        scope.id,
        id,
        take,
        panel?.take === take,
        frame,
        frame.source.kind === 'request' ? await readRecord(context, scope.tenant, frame.source.key) : null,
        takes.find((it) => it.frame.sha256 === frame.retouch?.base)?.take ?? null,
      ),
    ),
  );
  return { items, nextCursor: page.nextCursor };
}

/**
 * Adds a picture made by hand or elsewhere to a panel's takes; a panel without a frame that gets one is not drawn. Throws
 * `not_found`, `unknown_asset`, `invalid_state`.
 */
export async function addTake(
  context: ChangeContext,
  { number, ...scope }: PanelScope,
  { asset, select, cascade, dryRun }: TakeUpload,
): Promise<ChangedTake> {
  const picture = /^asset_[0-9a-f]{64}$/.test(asset) ? await readAsset(context, scope.tenant, asset) : null;
  if (!picture) {
    throw new NextpanelError(
      'unknown_asset',
      `there is no asset ${asset.slice(0, 80)}; upload the picture with POST /v1/assets first`,
      {
        detail: { pointer: '/asset' },
      },
    );
  }
  const { sha256, width, height, mime } = picture;
  const frame: StoredFrame = {
    width,
    height,
    mime,
    sha256,
    source: { kind: 'upload', asset },
    at: context.state.clock.now(),
  };
  const first = await storyHead(context, scope);
  const id =
    typeof number === 'object' && isPlatePanel(number.id) ? number.id : await findPicture(context, scope, number);
  const plan = async ({ spec }: StoryHead) => {
    const [chain, [panel]] = await Promise.all([
      context.state.read.chain(scope.id),
      context.state.read.panels(scope.id, [id]),
    ]);
    const chosen = select ?? (!panel?.selected && !panel?.kept);
    const replaced = new Map(chosen && panel?.selected ? [[id, sha256] as const] : []);
    const change = { asked: new Map(), replaced, cascade, dryRun };
    const redraw = await planRedraw(context, { story: scope.id, spec, chain }, change);
    return { chosen, redraw, takes: panel?.takes ?? 0 };
  };
  let it = await plan(first);
  let take = it.takes + 1;
  if (!dryRun) {
    const options = { select: select === undefined ? 'auto' : select ? 'yes' : 'no', cascade } as const;
    const outcome = await changeStory(context, scope, async (head, story) => {
      it = await plan(head);
      return {
        outcome: await context.state.edits.addTake(story, id, frame, options),
        relettered: it.chosen ? [id] : [],
      };
    });
    take = outcome.take;
  }
  return { ...viewTake(scope.id, id, take, it.chosen, frame, null, null), redraw: it.redraw };
}

/** Selects a take; the chain continues from it. Throws `not_found`, `invalid_state`. */
export async function selectTake(
  context: ChangeContext,
  { number, take, ...scope }: PanelScope & { readonly take: number },
  { cascade, dryRun }: Selection,
): Promise<ChangedPanel> {
  const first = await storyHead(context, scope);
  const id = await findPicture(context, scope, number);
  const plan = async ({ spec }: StoryHead) => {
    const [chain, takes] = await Promise.all([
      context.state.read.chain(scope.id),
      context.state.read.takes(scope.id, id),
    ]);
    const frame = takes[take - 1];
    if (!frame) throw noTake(number, takes.length, take);
    if (frame.removed) throw removedTake(number, take);
    const change = { asked: new Map(), replaced: new Map([[id, frame.sha256] as const]), cascade, dryRun };
    return planRedraw(context, { story: scope.id, spec, chain }, change);
  };
  let redraw = await plan(first);
  if (!dryRun) {
    const outcome = await changeStory(context, scope, async (head, story) => {
      redraw = await plan(head);
      const done = await context.state.edits.selectTake(story, id, take, cascade);
      return { outcome: done, relettered: done.kind === 'selected' ? [id] : [] };
    });
    if (outcome.kind === 'no_take') throw noTake(number, outcome.takes, take);
  }
  return { ...(await viewPanel(context, scope, { id })), redraw };
}

export const removedTake = (panel: PartRef, take: number) =>
  new NextpanelError(
    'not_drawn',
    `the picture of take ${take} of panel ${nameOf(panel)} was removed to make room (NEXTPANEL_RETENTION_MB); retake the panel for a new one`,
  );

export const noTake = (panel: PartRef, takes: number, take: number) =>
  new NextpanelError('not_found', `panel ${nameOf(panel)} has ${takes} takes; there is no take ${take}`);

function viewTake(
  story: string,
  panel: string,
  take: number,
  selected: boolean,
  frame: StoredFrame,
  record: RequestRecord | null,
  baseTake: number | null,
): TakeView {
  const asked = record ?? frame.asked ?? null;
  return {
    number: take,
    selected,
    ...(frame.removed && { removed: true }),
    source: frame.source.kind === 'upload' ? 'uploaded' : 'drawn',
    frame: {
      sha256: frame.sha256,
      width: frame.width,
      height: frame.height,
      // A plate is no panel of the book, so its takes have no address there.
      url: isPlatePanel(panel)
        ? pictureUrl(story, frame.sha256)
        : `/v1/stories/${story}/panels/id:${panel}/takes/${take}/image`,
    },
    at: frame.at === undefined ? null : new Date(frame.at).toISOString(),
    request: frame.source.kind === 'request' ? frame.source.key : null,
    order: frame.source.kind === 'request' ? frame.source.request : null,
    provider: asked?.provider ?? null,
    model: asked?.model ?? null,
    costUsd: asked ? usd(asked.costMicroUsd) : null,
    prompt: asked?.prompt ?? null,
    ...(frame.references
      ? viewPictures(story, frame)
      : {
          references: (asked?.references ?? []).map((sha256) => ({ sha256, url: pictureUrl(story, sha256) })),
          leftOut: [],
        }),
    ...(frame.retouch && { retouch: viewRetouch(story, frame.retouch, baseTake) }),
  };
}

const viewRetouch = (
  story: string,
  { instruction, base, box, mask }: NonNullable<StoredFrame['retouch']>,
  baseTake: number | null,
): NonNullable<TakeView['retouch']> => ({
  instruction,
  base,
  baseTake,
  box: box ?? null,
  mask: mask === undefined ? null : { sha256: mask, url: pictureUrl(story, mask) },
});
