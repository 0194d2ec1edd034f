import {
  type Box,
  type ChangedPanel,
  findModel,
  isPlatePanel,
  type Model,
  NextpanelError,
  type PriceRange,
  planRetouch,
  plateOf,
  priceRequest,
  type Redraw,
  type Retouch,
} from '@nextpanel/core';
import type {
  AskedRetouch,
  PanelFacts,
  StoredFrame,
  StoredPanelSpec,
  StoredReference,
  StoredSpec,
} from '@nextpanel/store';
import type { Context } from '../context.ts';
import { readAsset } from '../store-asset.ts';
import { type ChangeContext, changeStory } from './change-story.ts';
import { findPicture, type PartRef } from './find-panel.ts';
import { viewPanel } from './list-panels.ts';
import { planRedraw } from './plan-redraw.ts';
import { type ChangeScope, type Scope, storyHead } from './read-story.ts';

export type RetouchContext = ChangeContext & Pick<Context, 'imaging' | 'pictureWork'>;

/**
 * Changes something in the selected frame of a panel, as `instruction` says: `count` new takes, of which the first is selected. Outside of
 * the box or the mask they are the frame, pixel for pixel. Throws `not_found`, `invalid_state`, `invalid`, `unknown_asset`, `mask_unusable`,
 * `retouch_unavailable`, `prompt_too_long`.
 */
export async function retouchPanel(
  context: RetouchContext,
  { number, ...scope }: ChangeScope & { number: PartRef },
  { count, cascade, dryRun, ...asked }: Retouch,
): Promise<ChangedPanel> {
  const { state } = context;
  const id = await findPicture(context, scope, number);
  const plan = async (spec: StoredSpec): Promise<{ readonly redraw: Redraw; readonly retouch: AskedRetouch }> => {
    const [chain, { retouch, price }] = await Promise.all([
      state.read.chain(scope.id),
      planPictureRetouch(context, scope, { id, spec }, asked, dryRun),
    ]);
    const change = { asked: new Map([[id, count]]), cascade, dryRun, retouched: { panel: id, price } };
    return { redraw: await planRedraw(context, { story: scope.id, spec, chain }, change), retouch };
  };
  let planned = await plan((await storyHead(context, scope)).spec);
  if (!dryRun) {
    const outcome = await changeStory(context, scope, async (head, story) => {
      planned = await plan(head.spec);
      return { outcome: await state.edits.retake(story, [id], { count, cascade, retouch: planned.retouch }) };
    });
    if (outcome.kind === 'not_drawn') throw notDrawn(id);
    if (outcome.kind === 'waits') throw waits();
  }
  return { ...(await viewPanel(context, scope, { id })), redraw: planned.redraw };
}

/**
 * What a retouch of a panel or a plate asks for, and the price of one take in µ$. The mask is stored, unless it is only tried. Throws as
 * `retouchPanel`.
 */
export async function planPictureRetouch(
  context: RetouchContext,
  scope: Scope,
  { id, spec }: { readonly id: string; readonly spec: StoredSpec },
  asked: Pick<Retouch, 'instruction' | 'box' | 'mask'>,
  dryRun: boolean,
): Promise<{ readonly retouch: AskedRetouch; readonly price: PriceRange }> {
  const [panel] = await context.state.read.panels(scope.id, [id]);
  const retouch = await askRetouch(context, scope, requireDrawn(panel, id, dryRun), asked, dryRun);
  return { retouch, price: priceRetouch(spec, id, retouch, findModel(spec.render, context.catalogue)) };
}

type DrawnPanel = Omit<PanelFacts, 'selected'> & { readonly selected: StoredFrame };

/** Whether it waits already is judged by the change itself: one that was made is answered, not refused. */
function requireDrawn(panel: PanelFacts | undefined, id: string, dryRun: boolean): DrawnPanel {
  if (!panel?.selected) throw notDrawn(panel && panel.number > 0 ? panel.number : id);
  if (panel.asked && dryRun) throw waits();
  return { ...panel, selected: panel.selected };
}

const notDrawn = (panel: number | string) =>
  new NextpanelError(
    'invalid_state',
    `${typeof panel === 'string' ? `the picture of ${isPlatePanel(panel) ? plateOf(panel) : panel}` : `panel ${panel}`} is not drawn yet, so there is nothing to retouch`,
  );

/** A picture is retaken or retouched, one after the other. */
export const waits = () =>
  new NextpanelError(
    'invalid_state',
    'this picture waits to be drawn again already; wait until it is drawn, then try again',
    { retryable: true },
  );

async function askRetouch(
  context: RetouchContext,
  scope: Scope,
  { selected, take, spec }: DrawnPanel,
  { instruction, box, mask }: Pick<Retouch, 'instruction' | 'box' | 'mask'>,
  dryRun: boolean,
): Promise<AskedRetouch> {
  const { sha256, width, height, mime, from } = selected;
  const { castFrames } = spec as StoredPanelSpec;
  const cast = castFrames?.[sha256] ?? selected.cast;
  return {
    instruction,
    base: { sha256, width, height, mime },
    take,
    ...(await makeArea(context, scope, selected, { box, mask }, dryRun)),
    ...(from && { from }),
    ...(cast && { cast }),
  };
}

/** The mask of a retouch, stored unless it is only tried. */
async function makeArea(
  { artifacts, imaging, pictureWork }: RetouchContext,
  { tenant }: Scope,
  frame: StoredFrame,
  { box, mask }: Pick<Retouch, 'box' | 'mask'>,
  dryRun: boolean,
): Promise<Partial<Pick<AskedRetouch, 'box' | 'mask'>>> {
  if (box === undefined && mask === undefined) return {};
  const work = <Answer>(run: () => Promise<Answer>) => pictureWork({ tenant, lane: 'submit' }, run);
  const open = async (): Promise<{ readonly bytes: Uint8Array; readonly box: Box }> => {
    if (mask === undefined) {
      const area = box as Box;
      return { bytes: await work(() => imaging.drawBoxMask(frame, area)), box: area };
    }
    const asset = await readMaskAsset({ artifacts }, tenant, mask);
    const bytes = await artifacts.get(asset.sha256);
    return work(() => imaging.readMask(bytes, frame));
  };
  const area = await open();
  if (dryRun) return { box: area.box };
  const { width, height } = frame;
  return { box: area.box, mask: { sha256: await artifacts.put(area.bytes), width, height, mime: 'image/png' } };
}

async function readMaskAsset(
  context: Pick<Context, 'artifacts'>,
  tenant: string,
  id: string,
): Promise<StoredReference> {
  const asset = /^asset_[0-9a-f]{64}$/.test(id) ? await readAsset(context, tenant, id) : null;
  if (asset) return asset;
  throw new NextpanelError(
    'unknown_asset',
    `there is no asset ${id.slice(0, 80)}; upload the mask with POST /v1/assets first`,
    { detail: { pointer: '/mask' } },
  );
}

/** The price of one take. Throws `retouch_unavailable` and `prompt_too_long`. */
function priceRetouch(
  spec: StoredSpec,
  id: string,
  { instruction, base, box }: AskedRetouch,
  model: Model,
): PriceRange {
  const of = isPlatePanel(id) ? 'plate' : 'panel';
  const { prompt, size } = planRetouch(spec, { instruction, base, box: box ?? null, of }, model);
  const { quality, recoverable } = spec.render;
  return priceRequest(model, {
    method: 'panels',
    size,
    quality,
    prompt,
    panels: [null],
    references: [base],
    recoverable,
  });
}
