import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { CostDays } from '@nextpanel/client';

/** The query of the page's URL. */
export interface CostsSearch {
  /** Left out: this month. */
  readonly period?: Exclude<Period, 'month'>;
}

/** How far back the costs go. */
export type Period = 'month' | 'last-month' | 'week' | '30-days' | 'year';

export const periodWords: Readonly<Record<Period, MessageDescriptor>> = {
  month: msg`This month`,
  'last-month': msg`Last month`,
  week: msg`Last 7 days`,
  '30-days': msg`Last 30 days`,
  year: msg`Last 365 days`,
};

export const readCostsSearch = ({ period }: Record<string, unknown>): CostsSearch =>
  typeof period === 'string' && period !== 'month' && Object.hasOwn(periodWords, period)
    ? { period: period as Exclude<Period, 'month'> }
    : {};

const dayMs = 86_400_000;
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The days of a period, in UTC. Of this month the server knows them best. @param now by the clock of the server */
export function daysOf(period: Period, now: number): CostDays {
  const back = (days: number): CostDays => ({ from: dateOf(now - (days - 1) * dayMs), to: dateOf(now) });
  switch (period) {
    case 'month':
      return {};
    case 'last-month': {
      const today = new Date(now);
      const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
      return { from: dateOf(Date.UTC(year, month - 1, 1)), to: dateOf(Date.UTC(year, month, 0)) };
    }
    case 'week':
      return back(7);
    case '30-days':
      return back(30);
    case 'year':
      return back(365);
  }
}

/** Every day from one to another, both included, as ms since the epoch. */
export const daysBetween = (from: string, to: string): number[] =>
  Array.from(
    { length: (Date.parse(to) - Date.parse(from)) / dayMs + 1 },
    (_, index) => Date.parse(from) + index * dayMs,
  );
