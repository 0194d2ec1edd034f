import {
  type ChangedPanel,
  type ChangedTake,
  NextpanelError,
  type Page,
  type Selection,
  type TakeUpload,
  type TakeView,
  usd,
} from '@nextpanel/core';
import type { StoredFrame } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { type RequestRecord, readRecord } from '../record.ts';
import { readAsset } from '../store-asset.ts';
import { type ChangeContext, changeStory } from './change-story.ts';
import { findPanel, noPanel } from './find-panel.ts';
import { slicePage, viewPanel } from './list-parts.ts';
import { planRedraw, readChain } from './plan-redraw.ts';
import { type Scope, storyFacts } from './read-story.ts';

type PanelScope = Scope & { readonly number: number };

/** A page of a panel's takes, the first one first. Throws `not_found`, `invalid_cursor`. */
export async function listTakes(
  context: Pick<Context, 'state' | 'artifacts'>,
  { number, limit, cursor, ...scope }: PanelScope & { readonly limit: number; readonly cursor?: string },
): Promise<Page<TakeView>> {
  const facts = await storyFacts(context, scope);
  const [panel] = await context.state.read.panels(scope.id, [number]);
  if (!panel) throw noPanel(facts, number);
  const takes = (await context.state.read.takes(scope.id, number)).map((frame, index) => ({ frame, take: index + 1 }));
  const page = slicePage(takes, { limit, ...(cursor !== undefined && { cursor }) });
  const items = await Promise.all(
    page.items.map(async ({ frame, take }) =>
      viewTake(
        { ...scope, number },
        take,
        panel.take === take,
        frame,
        frame.source.kind === 'request' ? await readRecord(context, scope.tenant, frame.source.key) : null,
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
  const plan = async () => {
    const chain = await readChain(context, await storyFacts(context, scope));
    const { panel, batch } = findPanel(chain, number);
    const chosen = select ?? (!panel.selected && !panel.kept);
    const replaced = new Map(chosen && panel.selected ? [[number, sha256] as const] : []);
    const redraw = planRedraw(context, chain, { asked: new Map(), replaced, cascade, dryRun });
    return { batch: batch.number, chosen, redraw, takes: panel.takes };
  };
  let it = await plan();
  let take = it.takes + 1;
  if (!dryRun) {
    const options = { select: select === undefined ? 'auto' : select ? 'yes' : 'no', cascade } as const;
    const outcome = await changeStory(context, scope, async (_, story) => {
      it = await plan();
      return {
        outcome: await context.state.edits.addTake(story, { panel: number, batch: it.batch }, frame, options),
        relettered: it.chosen ? [number] : [],
      };
    });
    take = outcome.take;
  }
  return { ...viewTake({ ...scope, number }, take, it.chosen, frame, null), redraw: it.redraw };
}

/** Chooses a take; the chain goes on from what is chosen. Throws `not_found`, `invalid_state`. */
export async function selectTake(
  context: ChangeContext,
  { number, take, ...scope }: PanelScope & { readonly take: number },
  { cascade, dryRun }: Selection,
): Promise<ChangedPanel> {
  const plan = async () => {
    const chain = await readChain(context, await storyFacts(context, scope));
    const { panel, batch } = findPanel(chain, number);
    if (take > panel.takes) throw noTake(number, panel.takes, take);
    const frame = (await context.state.read.takes(scope.id, number))[take - 1];
    const replaced = new Map(frame ? [[number, frame.sha256] as const] : []);
    return { batch: batch.number, redraw: planRedraw(context, chain, { asked: new Map(), replaced, cascade, dryRun }) };
  };
  let { redraw } = await plan();
  if (!dryRun) {
    const outcome = await changeStory(context, scope, async (_, story) => {
      const it = await plan();
      redraw = it.redraw;
      const done = await context.state.edits.selectTake(story, { panel: number, batch: it.batch }, take, cascade);
      return { outcome: done, relettered: done.kind === 'selected' ? [number] : [] };
    });
    if (outcome.kind === 'no_take') throw noTake(number, outcome.takes, take);
  }
  return { ...(await viewPanel(context, scope, number)), redraw };
}

const noTake = (panel: number, takes: number, take: number) =>
  new NextpanelError('not_found', `panel ${panel} has ${takes} takes; there is no take ${take}`);

function viewTake(
  { id, number }: PanelScope,
  take: number,
  selected: boolean,
  frame: StoredFrame,
  record: RequestRecord | null,
): TakeView {
  return {
    number: take,
    selected,
    source: frame.source.kind === 'upload' ? 'uploaded' : 'drawn',
    frame: {
      sha256: frame.sha256,
      width: frame.width,
      height: frame.height,
      url: `/v1/stories/${id}/panels/${number}/takes/${take}/image`,
    },
    at: frame.at === undefined ? null : new Date(frame.at).toISOString(),
    request: frame.source.kind === 'request' ? frame.source.key : null,
    order: frame.source.kind === 'request' ? frame.source.request : null,
    provider: record?.provider ?? null,
    model: record?.model ?? null,
    costUsd: record ? usd(record.costMicroUsd) : null,
    prompt: record?.prompt ?? null,
    references: (record?.references ?? []).map((sha256) => ({
      sha256,
      url: `/v1/stories/${id}/pictures/${sha256}`,
    })),
  };
}
