import { setImmediate as soon } from 'node:timers/promises';
import { type BookLayout, isSearchedLayout } from '@nextpanel/core';
import type { Context } from './context.ts';

/** Judging and pricing so many panels takes some 50 ms. */
const manyPanels = 200;

/**
 * Plans or prices for a request of a user. Layouts that try many arrangements take 50 ms for a few panels on paper of a new size, and up to a
 * second for 2,000, and stories of many panels take long with any layout: they are planned one at a time, tenants in turn, and other requests are answered in between.
 */
export async function planInTurn<Plan>(
  { planWork }: Pick<Context, 'planWork'>,
  { tenant, layout, panels }: { readonly tenant: string; readonly layout: BookLayout; readonly panels: number },
  plan: () => Plan,
): Promise<Plan> {
  if (!isSearchedLayout(layout) && panels < manyPanels) return plan();
  return planWork({ tenant, lane: 'view' }, async () => {
    await soon();
    return plan();
  });
}
