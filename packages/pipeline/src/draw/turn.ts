import {
  type FrameSizes,
  findModel,
  isPlatePanel,
  type Model,
  NextpanelError,
  type PreparedBody,
  type Provider,
  plateSize,
  shownBy,
} from '@nextpanel/core';
import type { QueueTurn } from '@nextpanel/queue';
import type { ClaimedBatch, Settlement, StoredFrame } from '@nextpanel/store';
import { coalesce } from '../coalesce.ts';
import type { Context } from '../context.ts';
import { readFrameSizes } from '../frame-sizes.ts';
import { withDrawnPlates } from '../plates.ts';
import { answerOf } from './first-answer.ts';
import type { InFlight } from './in-flight.ts';
import { observeProvider } from './observe-provider.ts';
import { type Spread, spreadSubmits } from './spread-submits.ts';
import { TurnEnded } from './turn-ending.ts';
import { openTurnPermits, type TurnPermits } from './turn-permits.ts';

export type DrawContext = Pick<
  Context,
  | 'state'
  | 'artifacts'
  | 'epoch'
  | 'space'
  | 'imaging'
  | 'reviewing'
  | 'queues'
  | 'limits'
  | 'outages'
  | 'firstAnswers'
  | 'catalogue'
  | 'providers'
  | 'measures'
  | 'tracing'
  | 'failpoint'
  | 'log'
>;

/** What a picture came for. */
export interface ArrivedPicture {
  readonly request: string;
  readonly panels: readonly { readonly number: number; readonly prompt: string }[];
}

/**
 * One turn at one batch: what was claimed, what is kept so far, and its fenced writes. Writes made in the same tick are sent
 * as one script. They end the turn (`TurnEnded`) when the fence refuses or the story was cancelled.
 */
export interface Turn {
  readonly context: DrawContext;
  readonly queueTurn: QueueTurn;
  readonly batch: ClaimedBatch;
  readonly provider: Provider;
  /** The model for new orders. Throws `unknown_model` when the catalogue no longer has it; stored orders carry their own. */
  model(): Model;
  /** The size in which a panel's frame is asked for, by the panel's id. */
  readonly sizeOf: FrameSizes;
  /** Frames by target: those kept by earlier turns, and those this one draws. */
  readonly kept: Map<string, StoredFrame>;
  /** Pictures that came in this turn, by hash: what the first request that yielded each was for. They may not be kept yet. */
  readonly arrived: Map<string, ArrivedPicture>;
  /** Orders of earlier turns that are still to be collected, by request id. */
  readonly inFlight: Map<string, InFlight>;
  /** Redis' time in milliseconds since the epoch, measured from the claim by a monotonic clock. */
  now(): number;
  /** How long the provider has had something of this turn so far, in milliseconds. */
  providerMs(): number;
  /** Runs what waits for the provider, so that the attempt can tell the provider's time from ours. */
  atProvider<Answer>(ask: () => Promise<Answer>): Promise<Answer>;
  /** What the limits of models, shared by all processes, let this turn order. A settled request frees its permit. */
  readonly permits: TurnPermits;
  /** Runs the submits of this turn a few at a time, so that a crash loses sight of few. */
  readonly spread: Spread;
  /**
   * Marks a request as ordered and stores the body that is about to be sent.
   *
   * @param listed the vendor lists what it will be part of, by a name of ours: without an id it can be found
   */
  order(id: string, body: PreparedBody, listed?: boolean): Promise<void>;
  /** The vendor does not have these requests: they are about to be sent once more. */
  orderAgain(ids: readonly string[]): Promise<void>;
  saveVendorId(id: string, vendorId: string): Promise<void>;
  /** Saves a vendor id that was found by looking; `taken`: it answers another request already. */
  takeVendorId(id: string, vendorId: string): Promise<'saved' | 'taken'>;
  /** The answers to these requests are no longer awaited. Returns since when, by Redis' clock. */
  lose(ids: readonly string[]): Promise<readonly number[] | 'fenced'>;
  settle(settlement: Settlement): Promise<void>;
}

/**
 * Whether a frame was drawn from another anchor or reference frame than these. Uploaded frames were drawn from none. The
 * transitions judge by the same rule (`has_stale` in `transitions/lib/takes.lua`).
 */
export const isStale = (
  { from }: Pick<StoredFrame, 'from'>,
  anchor: Pick<StoredFrame, 'sha256'> | null,
  reference: Pick<StoredFrame, 'sha256'> | null,
): boolean =>
  from !== undefined &&
  ((from.anchor !== null && anchor !== null && from.anchor !== anchor.sha256) ||
    (from.reference !== null && reference !== null && from.reference !== reference.sha256));

/** Whether a frame was drawn from another plate than the one that is selected now. */
export const hasOldPlate = (
  { references }: Pick<StoredFrame, 'references'>,
  plates: ReadonlyMap<string, Pick<StoredFrame, 'sha256'>>,
): boolean =>
  plates.size > 0 &&
  shownBy(references).some(({ id, sha256 }) => {
    const plate = plates.get(id);
    return plate !== undefined && plate.sha256 !== sha256;
  });

/** The story's first frame, as far as there is one: in the first batch this very turn may draw it. */
const firstFrame = (batch: ClaimedBatch): StoredFrame | null =>
  batch.number === 1 ? (batch.panels[0]?.kept ?? null) : batch.anchor;

/** Adds up the time in which at least one request is at the provider. */
function providerClock(): Pick<Turn, 'providerMs' | 'atProvider'> {
  let underWay = 0;
  let since = 0;
  let total = 0;
  return {
    providerMs: () => total + (underWay > 0 ? performance.now() - since : 0),
    async atProvider(ask) {
      if (underWay === 0) since = performance.now();
      underWay += 1;
      try {
        return await ask();
      } finally {
        underWay -= 1;
        if (underWay === 0) total += performance.now() - since;
      }
    },
  };
}

/** Throws `provider_unavailable`. */
export async function openTurn(context: DrawContext, queueTurn: QueueTurn, batch: ClaimedBatch): Promise<Turn> {
  const { batches } = context.state;
  const { fence, id, spec } = batch;
  const known = context.providers.get(spec.render.provider);
  if (!known) {
    throw new NextpanelError(
      'provider_unavailable',
      `provider "${spec.render.provider}" is not set up here; set its key, or choose another provider for the story, then resume`,
    );
  }
  const provider = observeProvider(known, context);
  let model: Model | null = null;
  const modelOf = () => {
    model ??= findModel(spec.render, context.catalogue);
    return model;
  };
  // Without a model nothing is ordered, and its fault is reported then.
  const sizeOf = await readFrameSizes(
    context,
    { story: fence.story, spec },
    batch.panels.map((panel) => panel.id).filter((panel) => !isPlatePanel(panel)),
  ).catch((error: unknown) => () => {
    throw error;
  });
  const plated = { ...batch, spec: await withDrawnPlates(context, fence.story, spec) };
  const permits = openTurnPermits(context, queueTurn);
  const isFindable = provider.lookup !== undefined || provider.webhooks !== undefined;
  const order = coalesce(async (orders: readonly { id: string; body: PreparedBody; listed: boolean }[]) =>
    passed(
      await batches.order(
        fence,
        orders.map(({ listed, ...it }) => ({ ...it, findable: listed || isFindable })),
      ),
    ),
  );
  const saveVendorId = coalesce(async (ids: readonly { id: string; vendorId: string }[]) =>
    passed(await batches.saveVendorIds(fence, ids)),
  );
  const settle = coalesce(async (settlements: readonly Settlement[]) =>
    passed(await batches.settle(fence, id, settlements)),
  );
  const anchored = firstFrame(batch);
  const firstTarget = batch.number === 1 ? batch.panels[0]?.target : undefined;
  const kept = new Map(
    [...batch.panels, ...batch.further].flatMap(({ target, kept: frame, stays }) =>
      frame &&
      !(
        batch.cascade &&
        !stays &&
        isStale(frame, target === firstTarget ? null : anchored, batch.reference?.frame ?? null)
      )
        ? [[target, frame] as const]
        : [],
    ),
  );
  const openedAt = performance.now();
  return {
    context,
    queueTurn,
    batch: plated,
    provider,
    model: modelOf,
    sizeOf: (panel) => (isPlatePanel(panel) ? plateSize(modelOf()) : sizeOf(panel)),
    kept,
    arrived: new Map(),
    inFlight: new Map(),
    now: () => Math.round(batch.claimedAt + performance.now() - openedAt),
    ...providerClock(),
    permits,
    spread: spreadSubmits(),
    order: (id, body, listed = false) => order({ id, body, listed }),
    orderAgain: async (ids) => passed(await batches.orderAgain(fence, ids)),
    saveVendorId: (id, vendorId) => saveVendorId({ id, vendorId }),
    async takeVendorId(id, vendorId) {
      const answer = await batches.takeVendorId(fence, { id, vendorId });
      passed(answer);
      return answer === 'taken' ? 'taken' : 'saved';
    },
    lose: (ids) => batches.lose(fence, ids),
    async settle(settlement) {
      await settle(settlement);
      permits.free(settlement.id, answerOf(settlement));
      if (settlement.outcome !== 'kept') return;
      for (const { target, frame } of settlement.frames) if (target !== null) kept.set(target, frame);
    },
  };
}

/** Does nothing when a fenced write passed, and ends the turn when it did not. */
export function passed(answer: string): void {
  if (answer === 'fenced') throw new TurnEnded({ kind: 'superseded' });
  if (answer === 'cancelled') throw new TurnEnded({ kind: 'cancelled' });
  if (answer === 'changed') throw new TurnEnded({ kind: 'frames_changed' });
}
