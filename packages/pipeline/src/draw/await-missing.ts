import { type Order, say } from '@nextpanel/core';
import type { Turn } from './turn.ts';
import { TurnEnded } from './turn-ending.ts';

/** A vendor may say for a moment that it does not have what it has: it is asked for a minute, every few seconds. */
const believedAfterMs = 60_000;
const againMs = 5_000;

/**
 * What a vendor's "not found" leads to for a request that is paid: the story waits and asks again. Null once the vendor has said so for a
 * minute, counted over all turns.
 */
export async function awaitMissing(turn: Turn, { id }: Pick<Order, 'id'>): Promise<TurnEnded | null> {
  const { context, batch } = turn;
  const since = await context.state.batches.miss(batch.fence, id);
  if (since === 'fenced') return new TurnEnded({ kind: 'superseded' });
  if (turn.now() - since >= believedAfterMs) return null;
  const detail = say('wait.denied');
  const facts = { detail, until: since + believedAfterMs };
  return new TurnEnded({ kind: 'waits', wait: { code: 'lookup', delayMs: againMs, facts } });
}
