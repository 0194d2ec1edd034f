import { NextpanelError, triesMax } from '@nextpanel/core';
import type { ClaimedBatch, KnownRequest, OrderedFrame } from '@nextpanel/store';

/** A request whose answer was lost is ordered again this often without asking; then the user decides. */
const automaticRetries = 1;

/**
 * The same for one whose answer said that it failed, which may be charged all the same. An outage costs one of these for each time
 * the vendor is tried with a request; more than a batch has tries are not risked for one picture.
 */
const failuresRisked = triesMax - 1;

/**
 * Whether the user decides before frames whose request had an unknown outcome are ordered, and perhaps paid, again.
 *
 * @param cutOff no answer came that could be read; otherwise one came that said the request failed
 */
export function asksFirst(
  frames: readonly OrderedFrame[],
  known: readonly KnownRequest[],
  render: Pick<ClaimedBatch['spec']['render'], 'unknownOutcome'>,
  cutOff = true,
): boolean {
  if (render.unknownOutcome === 'ask') return true;
  const lost = known.filter((request) => request.state === 'possibly_paid' && asksForSame(request.frames, frames));
  return lost.length >= (cutOff ? automaticRetries : failuresRisked);
}

/** Whether two requests ask for the same frames of the same revisions. */
export const asksForSame = (some: readonly OrderedFrame[], others: readonly OrderedFrame[]): boolean =>
  some.length === others.length &&
  some.every(({ target, art, redraw }, index) => {
    const other = others[index];
    return other?.target === target && other.art === art && other.redraw === redraw;
  });

/** The error that the user sees then. `why` the request was lost, or why the vendor cannot say what became of it. */
export const unknownOutcome = (why: NextpanelError | string | null): NextpanelError => {
  const words = typeof why === 'string' ? why : why?.message;
  return new NextpanelError(
    'unknown_outcome',
    `the answer to a request was lost${words ? ` (${words})` : ''}, and the vendor cannot say whether it was paid; it counts as possibly paid. Resume to order it again`,
    { money: 'possibly', ...(why instanceof NextpanelError && { cause: why }) },
  );
};
