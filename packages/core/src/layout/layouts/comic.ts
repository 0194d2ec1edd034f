import { tieredLayout } from './tiers/tiered-layout.ts';

/** Tiers of one to three panels inside white margins, as American and European comics have them. */
export const comic = tieredLayout({
  gutters: { betweenColumns: 0.015, betweenRows: 0.021 },
  target: 6,
  bleeds: false,
});
