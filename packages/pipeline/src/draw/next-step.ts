import { NextpanelError } from '@nextpanel/core';
import type { KnownRequest, StoredSpec } from '@nextpanel/store';
import { isComplete, type RequestRecord } from '../record.ts';
import { newestOrder, requestId } from './order-number.ts';

/**
 * What to do for one request, judged by how far an earlier turn came:
 * `keep` its record, which pays nothing now; `collect` it from the vendor; `order` it; or `intend` a new order, after
 * marking `lost`, an order whose outcome nobody can know, as possibly paid. `ask` marks it so and lets a person decide.
 */
export type NextStep =
  | { readonly kind: 'keep'; readonly id: string; readonly record: RequestRecord; readonly cost: number }
  | { readonly kind: 'collect'; readonly id: string; readonly vendorId: string }
  | { readonly kind: 'order'; readonly id: string }
  | { readonly kind: 'intend'; readonly id: string; readonly lost: string | null }
  | { readonly kind: 'ask'; readonly lost: string };

/** An unknown outcome is ordered again by itself this often; then a person is asked. */
const automaticRetries = 1;

/** Whether a person is asked before a request whose outcome nobody can know is ordered, and perhaps paid, again. */
export const asksFirst = (
  key: string,
  known: readonly KnownRequest[],
  { unknownOutcome }: Pick<StoredSpec['render'], 'unknownOutcome'>,
): boolean =>
  unknownOutcome === 'ask' ||
  known.filter(({ id, state }) => id.startsWith(`${key}:`) && state === 'possibly_paid').length >= automaticRetries;

/** What a person is told then. */
export const unknownOutcome = (cause?: NextpanelError): NextpanelError =>
  new NextpanelError(
    'unknown_outcome',
    `a request was cut off${cause ? ` (${cause.message})` : ''} and nobody can tell whether it was paid; it counts as possibly paid. Resume to order it again`,
    { money: 'possibly', ...(cause && { cause }) },
  );

export function nextStep(
  story: string,
  key: string,
  known: readonly KnownRequest[],
  record: RequestRecord | null,
  render: Pick<StoredSpec['render'], 'recall' | 'unknownOutcome'>,
): NextStep {
  const newest = newestOrder(known, key);
  const recalled = render.recall && record && isComplete(record) ? record : null;
  if (!newest) {
    return recalled
      ? { kind: 'keep', id: requestId(key, 0), record: recalled, cost: 0 }
      : { kind: 'intend', id: requestId(key, 1), lost: null };
  }
  const { id, state, vendorId } = newest.known;
  const next = requestId(key, newest.order + 1);
  const again = (lost: string | null): NextStep =>
    recalled ? { kind: 'keep', id: next, record: recalled, cost: 0 } : { kind: 'intend', id: next, lost };
  switch (state) {
    case 'intended':
      return { kind: 'order', id };
    case 'ordered': {
      // The frame was stored and the turn died before saying so: paid once, by this very order.
      if (record && record.story === story && record.request === id) {
        return { kind: 'keep', id, record, cost: record.costMicroUsd };
      }
      if (vendorId !== null) return { kind: 'collect', id, vendorId };
      return asksFirst(key, known, render) ? { kind: 'ask', lost: id } : { kind: 'intend', id: next, lost: id };
    }
    default:
      return again(null);
  }
}
