import type { Weighed } from '@nextpanel/checks/review';
import { NextpanelError, priceRequest, say, usd } from '@nextpanel/core';
import type { KnownRequest, StoredFrame } from '@nextpanel/store';
import { collectRequest } from '../draw/collect-request.ts';
import { correctedTarget } from '../draw/corrections.ts';
import { intendOrders } from '../draw/intend-orders.ts';
import { keepFrames } from '../draw/keep-frames.ts';
import { orderRequest } from '../draw/order-request.ts';
import type { BatchReferences, PlannedRequest } from '../draw/plan-requests.ts';
import { preparePictures } from '../draw/prepare-pictures.ts';
import { recallRecords } from '../draw/recall-records.ts';
import type { Turn } from '../draw/turn.ts';
import { TurnEnded } from '../draw/turn-ending.ts';
import { LostFrame } from '../frames.ts';
import { readRecord } from '../record.ts';
import { remainingOf } from '../stories/read-story.ts';
import type { Reviewer } from './ask-judge.ts';
import { type GoodFrame, planCorrection } from './plan-correction.ts';
import type { FrameOf } from './shots.ts';

/** A frame that does not match, with what the judge says of it. */
export interface WrongFrame extends FrameOf {
  readonly weighed: Weighed;
}

/** What came of a corrective retake: another frame of the panel, or why there is none. */
export type Correction = DrawnCorrection | { readonly kind: 'none'; readonly reason: string };

export interface DrawnCorrection {
  readonly kind: 'drawn';
  readonly frame: StoredFrame;
  /** Of the request that yielded it. */
  readonly key: string;
}

const none = (reason: string): Correction => ({ kind: 'none', reason });

/**
 * Has panels that do not match drawn once more, one request each and one for each panel ever: what an earlier turn ordered is taken up, and
 * never ordered again. A retake is bought only when the budget holds it beside everything that is not drawn yet. What fails is a reason,
 * never an error, except what ends the turn. The answers are in the order of the frames.
 */
export async function drawCorrections(
  reviewer: Reviewer,
  references: BatchReferences,
  wrong: readonly WrongFrame[],
  good: readonly GoodFrame[],
): Promise<Correction[]> {
  const started: Promise<Correction>[] = [];
  for (const it of wrong) {
    // One after another, so that each sees what those before it hold.
    const begun = await begin(reviewer, references, it, good);
    started.push('request' in begun ? draw(reviewer, begun.request) : Promise.resolve(begun));
  }
  const results = await Promise.allSettled(started);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** Intends the retake of a panel, unless there was one before or it may not be bought. */
async function begin(
  reviewer: Reviewer,
  references: BatchReferences,
  it: WrongFrame,
  good: readonly GoodFrame[],
): Promise<Correction | { readonly request: PlannedRequest }> {
  const { turn, deadline } = reviewer;
  const before = earlierCorrection(turn, it.panel);
  if (before) return takeUp(turn, before);
  const why = whyNot(turn, it);
  if (why !== null) return none(why);
  if (deadline.aborted) return none(say('review.too_slow'));
  try {
    const planned = planCorrection(turn, references, it, it.weighed.correctable, good);
    if (planned === null) return none(say('review.too_long'));
    const [prepared] = await preparePictures(turn, [planned]);
    if (!prepared) return none(say('review.not_prepared'));
    const [missing] = await recallRecords(turn, [prepared]);
    if (!missing) return await fromRecord(turn, prepared);
    const short = await shortOf(turn, missing);
    if (short !== null) return none(short);
    const intended = await intendOrders(turn, [missing]);
    if (intended === null) throw new TurnEnded({ kind: 'cancelled' });
    return { request: missing };
  } catch (thrown) {
    return none(reasonOf(reviewer, thrown));
  }
}

/** The retake of this very panel that an earlier turn ordered. */
export const earlierCorrection = ({ batch }: Turn, panel: FrameOf['panel']): KnownRequest | undefined =>
  batch.requests.find(({ frames }) =>
    frames.some(
      ({ target, art, redraw }) => target === correctedTarget(panel.id) && art === panel.art && redraw === panel.redraw,
    ),
  );

/** The frame that it yielded, if it did. */
export async function takeUp(
  { context, batch }: Turn,
  { key, references, leftOut }: KnownRequest,
): Promise<Correction> {
  const record = await readRecord(context, batch.tenant, key);
  const frame = record?.story === batch.fence.story ? record.frames[0] : null;
  if (!frame) return none(say('review.no_frame_before'));
  return { kind: 'drawn', key, frame: withPictures(frame, references, leftOut) };
}

async function fromRecord({ context, batch }: Turn, { key, sent, leftOut }: PlannedRequest): Promise<Correction> {
  const frame = (await readRecord(context, batch.tenant, key))?.frames[0];
  return frame ? { kind: 'drawn', key, frame: withPictures(frame, sent, leftOut) } : none(say('review.no_frame'));
}

/** As the take is stored, so that choosing it makes no second one. */
const withPictures = (
  frame: StoredFrame,
  references: StoredFrame['references'],
  leftOut: StoredFrame['leftOut'],
): StoredFrame => (references === undefined ? frame : { ...frame, references, leftOut: leftOut ?? [] });

/** What the system never has drawn again on its own. */
function whyNot(turn: Turn, { panel, frame }: FrameOf): string | null {
  const { batch, kept } = turn;
  if (frame.source.kind !== 'request') return say('review.own_picture');
  if (panel.redraw > 0 || panel.asked) return say('review.own_retake');
  if (!turn.model().methods.includes('panels')) return say('review.no_single');
  const follows = [...batch.panels, ...batch.further].some(({ target, id }) => {
    const other = kept.get(target);
    if (id === panel.id || !other) return false;
    return (
      other.from?.anchor === frame.sha256 ||
      other.from?.reference === frame.sha256 ||
      (other.references ?? []).some(({ sha256 }) => sha256 === frame.sha256)
    );
  });
  return follows ? say('review.followed') : null;
}

/** Why the budget does not hold the retake beside what is still to be drawn; null: it does. */
async function shortOf({ context, batch }: Turn, request: PlannedRequest): Promise<string | null> {
  const facts = await context.state.read.story(batch.fence.story);
  if (!facts || facts.budget === null) return null;
  const { high } = priceRequest(request.model, request);
  const undrawn = await remainingOf(context, facts);
  const needed = facts.spent + facts.possibly + facts.held + undrawn + high;
  if (needed <= facts.budget) return null;
  const dollars = (amount: number) => `$${usd(amount).toFixed(4)}`;
  return say('review.too_little', { price: dollars(high), undrawn: dollars(undrawn) });
}

/** Sends it and keeps what comes, until the review has taken long enough; then whatever comes later becomes a take. */
async function draw(reviewer: Reviewer, request: PlannedRequest): Promise<Correction> {
  const { turn, deadline } = reviewer;
  const { queueTurn } = turn;
  const signal = AbortSignal.any([queueTurn.signal, deadline]);
  // An abort leaves the request ordered: the vendor is asked for it later, where that is possible.
  const limited: Turn = { ...turn, queueTurn: { ...queueTurn, signal } };
  try {
    const work = orderAndKeep(limited, request, deadline);
    // Standing in line for the model has no deadline of its own.
    await Promise.race([work, abortOf(deadline)]);
    return await fromRecord(turn, request);
  } catch (thrown) {
    return none(reasonOf(reviewer, thrown));
  }
}

async function orderAndKeep(turn: Turn, request: PlannedRequest, halted: AbortSignal): Promise<void> {
  const sent = await orderRequest(turn, request, halted);
  if (sent === null) return;
  const { ordered, body } = sent;
  const drawn =
    ordered.kind === 'drawn' ? ordered.drawn : await collectRequest(turn, turn.provider, request, ordered.vendorId);
  await keepFrames(turn, { ...request, body }, drawn);
}

const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });

/** Why there is no retake. Throws what ends the turn, or is no matter of this request. */
function reasonOf({ turn, deadline }: Reviewer, thrown: unknown): string {
  const { queueTurn, batch, context } = turn;
  if (queueTurn.signal.aborted || queueTurn.draining.aborted || thrown instanceof LostFrame) throw thrown;
  if (deadline.aborted) return say('review.too_slow');
  if (thrown instanceof TurnEnded) {
    if (thrown.ending.kind !== 'failed' && thrown.ending.kind !== 'waits') throw thrown;
    return thrown.message;
  }
  if (!(thrown instanceof NextpanelError)) throw thrown;
  const { code, message } = thrown;
  context.log.info({ story: batch.fence.story, batch: batch.number, code, err: thrown }, 'no corrective retake');
  return message;
}
