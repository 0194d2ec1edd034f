import type { CostSums } from '@nextpanel/store';
import type { Context } from './context.ts';

const dayMs = 86_400_000;

/** What the requests intended today (UTC, Redis' time) cost, by provider, in µ$; and what is left of the daily limits of tenants that have one. */
export interface Today {
  readonly providers: ReadonlyMap<string, Omit<CostSums, 'images'>>;
  readonly left: readonly { readonly tenant: string; readonly microUsd: number }[];
}

export async function readToday({ state }: Pick<Context, 'state'>): Promise<Today> {
  const day = Math.floor(state.clock.now() / dayMs);
  const providers = new Map<string, Omit<CostSums, 'images'>>();
  for (const tenant of await state.tenants()) {
    for (const { provider, spent, wasted, possibly, held } of await state.costs.read(tenant, day, day)) {
      const sum = providers.get(provider) ?? { spent: 0, wasted: 0, possibly: 0, held: 0 };
      providers.set(provider, {
        spent: sum.spent + spent,
        wasted: sum.wasted + wasted,
        possibly: sum.possibly + possibly,
        held: sum.held + held,
      });
    }
  }
  const limited = (await state.tenantSettings.list()).flatMap(({ id, limits: { usdPerDay } }) =>
    usdPerDay === null ? [] : [{ tenant: id, most: usdPerDay * 1_000_000 }],
  );
  const left = limited.map(async ({ tenant, most }) => ({
    tenant,
    microUsd: Math.max(0, most - (await state.tenantSettings.use(tenant)).microUsd),
  }));
  return { providers, left: await Promise.all(left) };
}

/** How many stories have events that a webhook was not sent yet. */
export const countBehind = ({ state }: Pick<Context, 'state'>): Promise<number> => state.webhooks.behind();
