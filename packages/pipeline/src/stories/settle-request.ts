import { isDrawingStatus, type LedgerEntry, microUsd, NextpanelError, type Settlement } from '@nextpanel/core';
import type { Evidence } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { listLedger } from './list-ledger.ts';
import { type Scope, storyHead } from './read-story.ts';

/**
 * A user says whether a request whose outcome is unknown was paid: that part of the budget is certain from then on. Repeating it changes
 * nothing. If the provider reports the request later, that counts instead. Throws `not_found`, `invalid_state`.
 */
export async function settleRequest(
  context: Pick<Context, 'state' | 'queues' | 'log'>,
  scope: Scope,
  request: string,
  { paid, costUsd }: Settlement,
): Promise<LedgerEntry> {
  const { spec } = await storyHead(context, scope);
  const cost = costUsd === undefined ? null : microUsd(costUsd);
  const source = 'user' as const;
  const evidence: Evidence = paid ? { says: 'paid', source, cost } : { says: 'unpaid', source };
  const known = (await context.state.read.requests(scope.id)).find(({ id }) => id === request);
  if (known?.imported)
    throw new NextpanelError(
      'invalid_state',
      `request ${request} was ordered by another installation, and is settled there`,
    );
  const learnt = await context.state.requests.learn(scope.id, request, evidence);
  if (learnt.kind === 'gone') throw new NextpanelError('not_found', `story ${scope.id} has no request ${request}`);
  if (learnt.kind === 'invalid')
    throw new NextpanelError(
      'invalid_state',
      `the outcome of request ${request} is certain (${learnt.state}), so nothing is left to settle`,
      { detail: { state: learnt.state } },
    );
  if (learnt.kind === 'learnt') {
    context.log.info({ story: scope.id, request, paid, costUsd }, 'request settled');
    // A story that was looking for it continues.
    if (isDrawingStatus(learnt.status)) {
      await context.state.stories.rest(scope.id, 0);
      await context.queues.ensureDraw(spec.render.provider, { story: scope.id }, { now: true });
    }
  }
  const { items } = await listLedger(context, { ...scope, limit: Number.MAX_SAFE_INTEGER });
  const entry = items.find((it) => it.request === request);
  if (!entry) throw new NextpanelError('not_found', `story ${scope.id} has no request ${request}`);
  return entry;
}
