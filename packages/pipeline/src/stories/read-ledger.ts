import { type LedgerView, type Spending, scriptProvider, usd } from '@nextpanel/core';
import type { Spent } from '@nextpanel/store';
import type { Context } from '../context.ts';

/** All spending of a tenant: a page of stories, newest first, and the totals over all of them, of those that were deleted, and of scripts that a model adapted. Throws `invalid_cursor`. */
export async function readLedger(
  { state }: Pick<Context, 'state'>,
  { tenant, limit, cursor }: { tenant: string; limit: number; cursor?: string },
): Promise<LedgerView> {
  const page = await state.list({ tenant, sort: '-created', limit, ...(cursor !== undefined && { cursor }) });
  const total = nothing();
  const providers: Record<string, Spending> = {};
  for (const [provider, sums] of await state.spending(tenant)) {
    providers[provider] = nothing();
    add(total, sums);
    add(providers[provider], sums);
  }
  for (const [provider, sums] of await state.edits.deletedSpending(tenant)) {
    const deleted = { ...sums, held: 0 };
    providers[provider] ??= nothing();
    add(total, deleted);
    add(providers[provider], deleted);
  }
  const scripts = await state.scripts.costs(tenant);
  if (scripts.spent + scripts.possibly + scripts.held > 0) {
    providers[scriptProvider] = nothing();
    add(total, scripts);
    add(providers[scriptProvider], scripts);
  }
  return {
    items: page.items.map((story) => ({
      story: story.id,
      title: story.title,
      provider: story.spec.render.provider,
      model: story.spec.render.model,
      spentUsd: usd(story.spent),
      heldUsd: usd(story.held),
      possiblyUsd: usd(story.possibly),
    })),
    nextCursor: page.nextCursor,
    total: inDollars(total),
    providers: Object.fromEntries(Object.entries(providers).map(([id, spending]) => [id, inDollars(spending)])),
  };
}

const nothing = (): Spending => ({ spentUsd: 0, heldUsd: 0, possiblyUsd: 0 });

/** Adds in millionths, so that many small sums stay exact. */
function add(sum: Spending, { spent, held, possibly }: Spent): void {
  sum.spentUsd += spent;
  sum.heldUsd += held;
  sum.possiblyUsd += possibly;
}

const inDollars = ({ spentUsd, heldUsd, possiblyUsd }: Spending): Spending => ({
  spentUsd: usd(spentUsd),
  heldUsd: usd(heldUsd),
  possiblyUsd: usd(possiblyUsd),
});
