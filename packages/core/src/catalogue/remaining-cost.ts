import type { MicroUsd } from '../money.ts';

/** A request of a story that was answered: what it was to cost, and what it did cost. */
export interface SettledRequest {
  readonly estimate: MicroUsd;
  readonly cost: MicroUsd;
}

/**
 * What the rest of a story will probably cost, in millionths of a dollar: its share of the estimate, corrected by what requests of
 * the same model have cost so far. So prices that differ from the catalogue, a language model that thinks more than expected and
 * refused tries are learnt. Requests that were to cost nothing, or did, teach nothing: what was rejected or recalled does not make the rest free.
 *
 * @param perPanel expected price of one panel by the story's present settings
 */
export function remainingCost(perPanel: MicroUsd, panels: number, settled: readonly SettledRequest[]): MicroUsd {
  const paid = settled.filter(({ cost }) => cost > 0);
  const sum = (of: keyof SettledRequest) => paid.reduce((total, request) => total + request[of], 0);
  const estimated = sum('estimate');
  return Math.round(perPanel * panels * (estimated > 0 ? sum('cost') / estimated : 1));
}
