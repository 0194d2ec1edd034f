import { type StoryStatus, storyStatuses } from '@nextpanel/core';
import type { Context } from './context.ts';

/** Sums over all tenants, for metrics; money in µ$. */
export interface Totals {
  readonly stories: Readonly<Record<StoryStatus, number>>;
  readonly spending: ReadonlyMap<string, { readonly spent: number; readonly held: number; readonly possibly: number }>;
}

/** How many stories are in each status, and what they cost at each provider; deleted ones not included. */
export async function readTotals({ state }: Pick<Context, 'state'>): Promise<Totals> {
  const stories = Object.fromEntries(storyStatuses.map((status) => [status, 0])) as Record<StoryStatus, number>;
  const spending = new Map<string, { spent: number; held: number; possibly: number }>();
  for (const tenant of await state.tenants()) {
    const { stories: own, spending: costs } = await state.tenantStories(tenant);
    for (const { status } of own.values()) stories[status] += 1;
    for (const [provider, { spent, held, possibly }] of costs) {
      const sum = spending.get(provider) ?? { spent: 0, held: 0, possibly: 0 };
      spending.set(provider, {
        spent: sum.spent + spent,
        held: sum.held + held,
        possibly: sum.possibly + possibly,
      });
    }
  }
  return { stories, spending };
}
