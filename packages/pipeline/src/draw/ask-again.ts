import type { KnownRequest } from '@nextpanel/store';
import { wantedBy } from './assign-frames.ts';
import { bodyWithoutId, type LostRequest, lookUp, wait } from './look-up-lost.ts';
import { providerOf } from './provider-of.ts';
import type { Turn } from './turn.ts';

/** The vendor's list is read back for so long, in milliseconds; whose answer an entry is, is known for as long, too. */
const listedForMs = 86_400_000;

/**
 * Asks once more for what counts as paid without a picture, before anything is bought for the same panels: a key may read the vendor's list by
 * now, a late entry may have come, a result that was gone may be there. What is found is at the vendor again, and is collected by this turn.
 * Asking is free. The user is made to wait for it only after a resume.
 */
export async function askAgain(turn: Turn): Promise<void> {
  const { batch, context } = turn;
  const lost = batch.requests.filter((it) => isLost(turn, it));
  const expired = batch.requests.filter((it) => isExpired(turn, it));
  const asked = [...lost, ...expired];
  if (asked.length === 0) return;
  const orders = await context.state.batches.orders(
    batch.fence.story,
    asked.map(({ id }) => id),
  );
  const stored = (request: KnownRequest): LostRequest => {
    const { order = null, body = null } = orders.get(request.id) ?? {};
    return { request, order, body, provider: order && providerOf(turn, request) };
  };
  for (const it of expired.map(stored)) await fetchAgain(turn, it);
  const alike = Map.groupBy(lost.map(stored), bodyWithoutId);
  for (const group of alike.values()) for (const it of group) await findAgain(turn, it, group.length);
}

const isLost = (turn: Turn, { state, vendorId, frames, orderedAt }: KnownRequest): boolean =>
  state === 'possibly_paid' && vendorId === null && frames.length > 0 && turn.now() - (orderedAt ?? 0) < listedForMs;

const isExpired = (turn: Turn, request: KnownRequest): boolean =>
  request.code === 'result_expired' && request.vendorId !== null && wasResumedSince(turn, request);

const wasResumedSince = ({ batch }: Turn, { settledAt }: KnownRequest): boolean => batch.resumedAt > (settledAt ?? 0);

async function fetchAgain(turn: Turn, it: LostRequest): Promise<void> {
  const { request, order, body, provider } = it;
  const { batch, context } = turn;
  const { id, vendorId } = request;
  if (!order || !provider || vendorId === null || !isMissing(turn, request)) return;
  const learnt = await context.state.requests.learn(batch.fence.story, id, { says: 'again', source: 'user' });
  if (learnt.kind === 'learnt') turn.inFlight.set(id, { request, order, body, vendorId, provider });
}

async function findAgain(turn: Turn, it: LostRequest, alike: number): Promise<void> {
  const { request, order, body, provider } = it;
  const { batch, context } = turn;
  const { id } = request;
  if (!order || !provider) return;
  const answer = await lookUp(turn, it, request.lostAt ?? request.settledAt ?? turn.now(), alike);
  switch (answer.kind) {
    case 'unknown':
      return;
    case 'not_yet':
      if (wasResumedSince(turn, request) && isMissing(turn, request)) wait(turn, it, answer.againMs, answer.until);
      return;
    case 'absent':
      await context.state.requests.learn(batch.fence.story, id, { says: 'unpaid', source: 'history' });
      return;
    case 'found': {
      const { vendorId } = answer;
      const evidence = { says: 'found', source: 'history', vendorId } as const;
      const learnt = await context.state.requests.learn(batch.fence.story, id, evidence);
      if (learnt.kind !== 'learnt') return;
      context.log.info({ story: batch.fence.story, request: id, vendorId }, 'a request of unknown outcome was found');
      turn.inFlight.set(id, { request, order, body, vendorId, provider });
    }
  }
}

/** Whether a panel still lacks what the request would yield, and nothing else is coming for it. */
function isMissing(turn: Turn, { id, frames }: KnownRequest): boolean {
  const targets = frames.flatMap((it) => wantedBy(turn, it)?.target ?? []);
  const isComing = (target: string) =>
    turn.batch.requests.some(
      (other) => other.id !== id && other.state === 'ordered' && other.frames.some((it) => it.target === target),
    );
  return targets.some((target) => !turn.kept.has(target) && !isComing(target));
}
