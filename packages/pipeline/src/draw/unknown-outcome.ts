import { NextpanelError } from '@nextpanel/core';
import type { ClaimedBatch, KnownRequest, OrderedFrame } from '@nextpanel/store';

/** A request whose outcome is unknown is ordered again this often without asking; then the user decides. */
const automaticRetries = 1;

/** Whether the user decides before frames whose request had an unknown outcome are ordered, and perhaps paid, again. */
export function asksFirst(
  frames: readonly OrderedFrame[],
  known: readonly KnownRequest[],
  render: Pick<ClaimedBatch['spec']['render'], 'unknownOutcome'>,
): boolean {
  if (render.unknownOutcome === 'ask') return true;
  const lost = known.filter((request) => request.state === 'possibly_paid' && asksForSame(request.frames, frames));
  return lost.length >= automaticRetries;
}

const asksForSame = (some: readonly OrderedFrame[], others: readonly OrderedFrame[]): boolean =>
  some.length === others.length &&
  some.every(({ slot, art, redraw }, index) => {
    const other = others[index];
    return other?.slot === slot && other.art === art && other.redraw === redraw;
  });

/** The error that the user sees then. */
export const unknownOutcome = (cause?: NextpanelError): NextpanelError =>
  new NextpanelError(
    'unknown_outcome',
    `a request was cut off${cause ? ` (${cause.message})` : ''}, and the vendor cannot say whether it was paid; it counts as possibly paid. Resume to order it again`,
    { money: 'possibly', ...(cause && { cause }) },
  );
