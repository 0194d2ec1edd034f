import { type LookupAnswer, type Order, type PreparedBody, type Provider, say } from '@nextpanel/core';
import type { KnownRequest } from '@nextpanel/store';
import type { Awaited, InFlight } from './in-flight.ts';
import { passed, type Turn } from './turn.ts';
import { TurnEnded, type TurnWait } from './turn-ending.ts';

/** An order that was sent, or was about to be, and whose vendor id was never saved. */
export interface LostRequest {
  readonly request: KnownRequest;
  /** Null where it is not stored, or its model is gone. */
  readonly order: Order | null;
  readonly body: PreparedBody | null;
  /** Where it was ordered; null when that is not set up here any more. */
  readonly provider: Provider | null;
}

/** One whose vendor cannot say what became of it. */
export interface UnknownRequest {
  readonly request: KnownRequest;
  /** Why, in words for users; null where the vendor could not be asked. */
  readonly reason: string | null;
}

/** How soon an id that another story took at the same moment is looked for again, in milliseconds. */
const takenMs = 1_000;

/**
 * Looks for orders whose answer was lost, once: among the vendor's reports, then in its list of requests. What is found, or may still
 * be, goes into `turn.inFlight`; what never arrived is settled and will be ordered again. Answers with the others.
 */
export async function lookUpLost(turn: Turn, lost: readonly LostRequest[]): Promise<UnknownRequest[]> {
  if (lost.length === 0) return [];
  const since = await loseAnswers(turn, lost);
  const unknown: UnknownRequest[] = [];
  // Orders with the same body are looked up one after another, so that no two get the same id.
  const alike = Map.groupBy(lost, (it) => bodyWithoutId(it));
  await Promise.all(
    [...alike.values()].map(async (group) => {
      for (const it of group) {
        const { request } = it;
        const answer = await lookUp(turn, it, since.get(request.id) ?? turn.now(), group.length);
        if (answer.kind === 'unknown') unknown.push({ request, reason: answer.reason });
        else await takeAnswer(turn, it, answer);
      }
    }),
  );
  return unknown;
}

/** What an answer to a submit that is lost in this very turn leads to: the next turn looks for it. */
export async function awaitLost(turn: Turn, order: Pick<Order, 'id' | 'panels'>): Promise<TurnEnded> {
  passed((await turn.lose([order.id])) === 'fenced' ? 'fenced' : 'lost');
  turn.permits.free(order.id, 'none');
  const facts = { detail: detailOf(order.panels.map(({ number }) => number)) };
  return new TurnEnded({ kind: 'waits', wait: { code: 'lookup', delayMs: 0, facts } });
}

async function loseAnswers(turn: Turn, lost: readonly LostRequest[]): Promise<ReadonlyMap<string, number>> {
  const since = new Map(
    lost.flatMap(({ request: { id, lostAt } }) => (lostAt === null ? [] : [[id, lostAt] as const])),
  );
  const fresh = lost.map(({ request }) => request.id).filter((id) => !since.has(id));
  if (fresh.length === 0) return since;
  const times = await turn.lose(fresh);
  if (times === 'fenced') throw new TurnEnded({ kind: 'superseded' });
  for (const [index, id] of fresh.entries()) since.set(id, times[index] ?? turn.now());
  return since;
}

export const bodyWithoutId = ({ request, body, provider }: LostRequest): string =>
  body === null ? request.id : `${provider?.id} ${JSON.stringify(body).replaceAll(request.id, '')}`;

type Unknown = Omit<UnknownRequest, 'request'> & { readonly kind: 'unknown' };
type Answer = Exclude<LookupAnswer, { kind: 'unknown' }> | Unknown;

/** What the vendor's reports and its list say about a request, once. `alike`: how many of the same body are looked for. */
export async function lookUp(turn: Turn, it: LostRequest, lostAt: number, alike: number): Promise<Answer> {
  const { request, order, body, provider } = it;
  if (!order || !provider) return { kind: 'unknown', reason: null };
  const reported = await findReported(turn, request, order, provider);
  if (reported !== null) return { kind: 'found', vendorId: reported };
  if (!provider.lookup || !body) return { kind: 'unknown', reason: null };
  const { queueTurn, context, batch } = turn;
  const isTaken = async (vendorId: string): Promise<boolean> => {
    if (batch.requests.some((known) => known.id !== request.id && known.vendorId === vendorId)) return true;
    if ([...turn.inFlight.values()].some((other) => 'vendorId' in other && other.vendorId === vendorId)) return true;
    const owner = await context.state.vendorIds.ownerOf(vendorId);
    return owner !== null && owner !== `${batch.fence.story} ${request.id}`;
  };
  const lost = { orderedAt: request.orderedAt ?? lostAt, lostAt, alike, isTaken };
  const stop = AbortSignal.any([queueTurn.signal, queueTurn.draining]);
  return provider.lookup(order, body, lost, stop);
}

/** The id that the vendor reported by webhook since the order was sent. */
async function findReported(
  turn: Turn,
  request: KnownRequest,
  order: Order,
  { webhooks }: Provider,
): Promise<string | null> {
  if (!webhooks) return null;
  const { batch, context } = turn;
  const { vendorIds } = context.state;
  // The first release gave vendors the key, not the order's id.
  const reported = [...(await vendorIds.find(request.key)), ...(await vendorIds.find(request.id))];
  // An id by which another order was found is that one's: taken for this one it would hide what this one costs.
  const own = reported.findLast((id) => !batch.requests.some((known) => known.vendorId?.includes(id)));
  return own === undefined ? null : webhooks.vendorId(order, own);
}

async function takeAnswer(turn: Turn, it: LostRequest, answer: Exclude<Answer, Unknown>): Promise<void> {
  const { request, order, body, provider } = it;
  const { context, batch } = turn;
  const { id, key } = request;
  switch (answer.kind) {
    case 'found': {
      const { vendorId } = answer;
      if ((await turn.takeVendorId(id, vendorId)) === 'taken') return wait(turn, it, takenMs, null);
      context.log.info({ story: batch.fence.story, request: id, vendorId }, 'a lost request was found at the vendor');
      if (order && provider) turn.inFlight.set(id, { request, order, body, vendorId, provider });
      return;
    }
    case 'absent':
      context.log.info({ story: batch.fence.story, request: id }, 'a lost request never arrived at the vendor');
      return turn.settle({ id, key, outcome: 'refused', cost: 0, code: 'never_arrived', frames: [] });
    case 'not_yet':
      return wait(turn, it, answer.againMs, answer.until);
  }
}

/** Puts a request off that is to be looked for again. */
export function wait(
  turn: Turn,
  { request }: Pick<LostRequest, 'request'>,
  delayMs: number,
  until: number | null,
): void {
  const numbers = request.frames.map(({ panel }) => turn.batch.panels.find(({ id }) => id === panel)?.number ?? 0);
  const facts: TurnWait['facts'] = { detail: detailOf(numbers), ...(until !== null && { until }) };
  const awaited: Awaited = { request, wait: { code: 'lookup', delayMs, facts } };
  turn.inFlight.set(request.id, awaited satisfies InFlight);
}

const detailOf = (panels: readonly number[]): string => {
  const known = panels.filter((number) => number > 0);
  return known.length === 0 ? say('wait.lookup') : say('wait.lookup.panels', { panels: known.join(', ') });
};
