import type { SeenCall } from '@nextpanel/vendors';

/** The orders one vendor received, and those of them that it refused because they were too many. */
export interface Refusals {
  readonly vendor: SeenCall['vendor'];
  readonly orders: number;
  readonly refused: number;
}

export const countRefusals = (calls: readonly SeenCall[]): Refusals[] =>
  [
    ...Map.groupBy(
      calls.filter(({ operation }) => operation === 'order'),
      ({ vendor }) => vendor,
    ),
  ]
    .map(([vendor, orders]) => ({
      vendor,
      orders: orders.length,
      refused: orders.filter(({ status }) => status === 429).length,
    }))
    .sort((a, b) => a.vendor.localeCompare(b.vendor));
