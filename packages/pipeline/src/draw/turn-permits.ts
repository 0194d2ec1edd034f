import { setTimeout as wait } from 'node:timers/promises';
import { limitOf, type NextpanelError, type Order } from '@nextpanel/core';
import type { QueueTurn, Room } from '@nextpanel/queue';
import type { Context } from '../context.ts';
import { type Answer, openFirstAnswer } from './first-answer.ts';
import { type ModelShare, openShares } from './model-shares.ts';
import { type OutageGate, openOutageGate } from './outage-gate.ts';
import { modelBusy, tooManyRequests } from './passing-errors.ts';

/** What a turn needs to know of a request to let it out. */
export type Permitted = Pick<Order, 'id' | 'model' | 'panels' | 'references'>;

/** The permits of one turn's requests: taken before they are ordered, renewed with the turn's lock, freed when they are settled. */
export interface TurnPermits extends Pick<OutageGate, 'failed'> {
  /**
   * Waits until the request may be ordered. Throws `provider_down`, `rate_limited` or `model_busy` when that takes long, and what the
   * turn's signals say.
   */
  take(order: Permitted): Promise<void>;
  /** The request is at the vendor already: it counts, without waiting. */
  admit(order: Pick<Order, 'id' | 'model'>): Promise<void>;
  /** The vendor let the request pass: it answered, and not that there were too many. */
  passed(order: Pick<Order, 'id' | 'model'>): Promise<void>;
  /**
   * The vendor refused the request because there were too many. Returns the error to throw, which says for how long nothing is
   * ordered from this model.
   */
  refused(order: Pick<Order, 'id' | 'model'>, error: NextpanelError): Promise<NextpanelError>;
  /** What an answer says of its server, though the request is not over: others that wait for it to be proven need not wait for more. */
  answered(id: string, answer: Answer): void;
  /**
   * The request is over, or was never ordered. What is not freed, because the turn died, comes free with its lease.
   */
  free(id: string, answer: Answer): void;
}

/** Stored orders may name another model than the story has now, so each model has a share of its own. */
export function openTurnPermits(
  context: Pick<Context, 'state' | 'limits' | 'outages' | 'firstAnswers' | 'catalogue' | 'providers' | 'log'>,
  queueTurn: QueueTurn,
): TurnPermits {
  const { story, signal, draining, cancelled } = queueTurn;
  const { limits, catalogue } = context;
  const { now } = context.state.clock;
  const stop = AbortSignal.any([signal, draining, cancelled]);
  const shares = openShares(context, queueTurn);
  const outages = openOutageGate(context, queueTurn, stop);
  const first = openFirstAnswer(context, queueTurn, stop);
  /** The round in which each request went out, and whether the vendor was being tried with it. */
  const sent = new Map<string, Room>();

  const takeRoom = async (share: ModelShare, { id, panels }: Permitted): Promise<Room> => {
    for (;;) {
      stop.throwIfAborted();
      const room = (await share.take({ id, images: panels.length })).get(id);
      if (!room) throw new Error(`the limiter did not answer for request ${id}`);
      if (room.kind === 'refused') throw tooManyRequests(room, { now: now() });
      if (room.kind === 'full') throw modelBusy(room.waitMs, { now: now() });
      if (room.kind === 'line') {
        share.waiting.add(id);
        await limits.untilGranted(share.limit, story, id, stop);
        continue;
      }
      share.waiting.delete(id);
      share.permits.add(id);
      if (room.kind !== 'soon') return room;
      await wait(room.waitMs, undefined, { signal: stop });
    }
  };
  const free = (id: string, answer: Answer) => {
    sent.delete(id);
    shares.free(id);
    first.end(id, answer);
  };

  return {
    async take(order) {
      const share = shares.of(order.model);
      if (share === null) return;
      try {
        await outages.ask(order);
        await first.take(order);
        sent.set(order.id, await takeRoom(share, order));
        // It may have waited while others failed.
        await outages.ask(order);
        stop.throwIfAborted();
      } catch (error) {
        free(order.id, 'none');
        throw error;
      }
    },
    async admit({ id, model }) {
      const share = shares.of(model);
      if (share === null) return;
      share.permits.add(id);
      await share.admit(id);
    },
    async passed({ id, model }) {
      await outages.passed({ id, model });
      if (sent.get(id)?.kind === 'probe') await limits.passed(limitOf(model, catalogue), story, id);
    },
    async refused({ id, model }, error) {
      await outages.passed({ id, model });
      const { message: words, retryAfterMs } = error;
      const round = sent.get(id)?.round ?? null;
      const refusal = { id, round, retryAfterMs, words };
      const waitMs = await limits.refused(limitOf(model, catalogue), story, refusal);
      return tooManyRequests({ waitMs, words }, { now: now(), cause: error });
    },
    failed: outages.failed,
    answered: (id, answer) => first.end(id, answer),
    free,
  };
}
