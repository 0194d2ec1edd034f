import type { Connection } from '../open-connection.ts';
import type { CostsView, LedgerEntry, LedgerView, Settlement } from '../types.ts';
import { all, bytes } from './shared.ts';

/** Days such as 2026-11-30 (UTC), both included. */
export interface CostDays {
  readonly from?: string;
  readonly to?: string;
}

/** What was spent. */
export interface MoneyCalls {
  ledger(id: string): Promise<LedgerEntry[]>;
  /** Says whether a request whose outcome is unknown was paid. */
  settleRequest(id: string, request: string, settlement: Settlement): Promise<LedgerEntry>;
  /** The first page of the spending by story, with the totals over all. */
  spending(): Promise<LedgerView>;
  /** What was spent by day, model and story; default: this month. */
  costs(days?: CostDays): Promise<CostsView>;
  /** The same as a table, with a row for each day and model. */
  costsCsv(days?: CostDays): Promise<string>;
}

export const moneyCalls = ({ GET, POST, read, open }: Connection): MoneyCalls => ({
  ledger: (id) => all((query) => read(GET('/v1/stories/{id}/ledger', { params: { path: { id }, query } }))),
  settleRequest: (id, request, body) =>
    read(POST('/v1/stories/{id}/ledger/{request}/settle', { params: { path: { id, request } }, body })),
  spending: () => read(GET('/v1/ledger')),
  costs: (days = {}) => read(GET('/v1/costs', { params: { query: days } })) as Promise<CostsView>,
  costsCsv: async (days = {}) =>
    (await open(GET('/v1/costs', { params: { query: { ...days, format: 'csv' } }, ...bytes }))).text(),
});
