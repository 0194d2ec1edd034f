import { setImmediate as soon } from 'node:timers/promises';
import { type BookLayout, isSearchedLayout } from '@nextpanel/core';
import type { Context } from './context.ts';

/**
 * Plans pages for a request of a user. Layouts that try many arrangements take 50 ms for a few panels on paper of a new size, and up to a
 * second for 2,000: they are planned one at a time, tenants in turn, and other requests are answered in between.
 */
export async function planInTurn<Plan>(
  { planWork }: Pick<Context, 'planWork'>,
  { tenant, layout }: { readonly tenant: string; readonly layout: BookLayout },
  plan: () => Plan,
): Promise<Plan> {
  if (!isSearchedLayout(layout)) return plan();
  return planWork({ tenant, lane: 'view' }, async () => {
    await soon();
    return plan();
  });
}
