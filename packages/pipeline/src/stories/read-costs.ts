import { type CostsView, NextpanelError, usd } from '@nextpanel/core';
import type { CostSums, DayCosts, StoryFacts } from '@nextpanel/store';
import { listTenants } from '../access/tenants.ts';
import type { Context } from '../context.ts';
import { readStoryCosts } from './read-story-costs.ts';

type CostsContext = Pick<Context, 'state' | 'log' | 'config'>;

export interface CostsQuery {
  readonly tenant: string;
  /** Whether the costs of all tenants may be seen. */
  readonly governs: boolean;
  /** Days such as 2026-11-30; default: this month until today. */
  readonly from?: string;
  readonly to?: string;
}

const dayMs = 86_400_000;
/** A year and a month: one year can be compared with the one before month by month. */
const daysMost = 400;
/** Unfinished stories that a forecast looks at. */
const forecastMost = 2_000;

/** What a tenant's requests cost. Throws `invalid` for days that make no sense. */
export async function readCosts(context: CostsContext, query: CostsQuery): Promise<CostsView> {
  const { state } = context;
  const { tenant } = query;
  const range = daysOf(query, state.clock.now());
  const rows = await state.costs.read(tenant, range.from, range.to);
  const tenants = query.governs ? (await listTenants(context)).map(({ id }) => id) : [tenant];
  const byTenant = await Promise.all(
    tenants.map(async (id) => ({
      tenant: id,
      ...dollarsOf(sumOf(id === tenant ? rows : await state.costs.read(id, range.from, range.to))),
    })),
  );
  const days = Map.groupBy(rows, ({ day }) => day);
  const models = Map.groupBy(rows, ({ provider, model }) => `${provider}/${model}`);
  return {
    from: dateOf(range.from),
    to: dateOf(range.to),
    total: dollarsOf(sumOf(rows)),
    forecastUsd: await forecast(context, tenant),
    byDay: [...days].map(([day, of]) => ({ day: dateOf(day), ...dollarsOf(sumOf(of)) })),
    byModel: [...models.values()].map((of) => ({
      provider: of[0]?.provider ?? '',
      model: of[0]?.model ?? '',
      ...dollarsOf(sumOf(of)),
    })),
    byTenant,
    ...(await readStoryCosts(context, tenant)),
  };
}

/** The same as rows of a table: one for each day and model. */
export async function readCostRows({ state }: CostsContext, query: CostsQuery): Promise<Record<string, string>[]> {
  const range = daysOf(query, state.clock.now());
  const rows = await state.costs.read(query.tenant, range.from, range.to);
  return rows.map(({ day, provider, model, images, ...sums }) => ({
    day: dateOf(day),
    provider,
    model,
    images: String(images),
    spent_usd: fixed(sums.spent),
    wasted_usd: fixed(sums.wasted),
    possibly_usd: fixed(sums.possibly),
    held_usd: fixed(sums.held),
  }));
}

/** What is left of the stories that the system has work for, by their estimates. */
async function forecast({ state }: CostsContext, tenant: string): Promise<number> {
  const ids = (await state.costs.working(tenant)).slice(0, forecastMost);
  const stories = (await state.read.stories(ids)).filter((story) => story !== null);
  return stories.reduce((sum, story) => sum + expectedRest(story), 0);
}

/** What a story will probably cost beyond what was paid and what is held, in dollars, by its estimate. */
export const expectedRest = ({
  spec,
  spent,
  possibly,
  held,
}: Pick<StoryFacts, 'spec' | 'spent' | 'possibly' | 'held'>): number =>
  Math.max(0, spec.estimate.expectedUsd - usd(spent) - usd(possibly) - usd(held));

function daysOf({ from, to }: CostsQuery, now: number): { readonly from: number; readonly to: number } {
  const last = to === undefined ? Math.floor(now / dayMs) : dayOf(to, '/to');
  const first =
    from === undefined ? Math.floor(Date.parse(`${dateOf(last).slice(0, 7)}-01`) / dayMs) : dayOf(from, '/from');
  if (first > last) throw invalidDays('from is after to', '/from');
  if (last - first >= daysMost) throw invalidDays(`at most ${daysMost} days are added up at once`, '/from');
  return { from: first, to: last };
}

function dayOf(date: string, pointer: string): number {
  const at = Date.parse(date);
  if (Number.isNaN(at)) throw invalidDays(`${date} is no day; write it as 2026-11-30`, pointer);
  return Math.floor(at / dayMs);
}

const invalidDays = (message: string, pointer: string) =>
  new NextpanelError('invalid', message, { detail: { pointer } });

const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

const fixed = (micro: number): string => usd(micro).toFixed(6);

const sumOf = (rows: readonly DayCosts[]): CostSums => ({
  spent: rows.reduce((sum, { spent }) => sum + spent, 0),
  wasted: rows.reduce((sum, { wasted }) => sum + wasted, 0),
  possibly: rows.reduce((sum, { possibly }) => sum + possibly, 0),
  held: rows.reduce((sum, { held }) => sum + held, 0),
  images: rows.reduce((sum, { images }) => sum + images, 0),
});

const dollarsOf = ({ spent, wasted, possibly, held, images }: CostSums) => ({
  spentUsd: usd(spent),
  wastedUsd: usd(wasted),
  possiblyUsd: usd(possibly),
  heldUsd: usd(held),
  images,
});
