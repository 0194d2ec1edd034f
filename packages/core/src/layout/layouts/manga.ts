import { tieredLayout } from './tiers/tiered-layout.ts';

/**
 * Tiers as in a comic, fewer and taller; rows stand clearly apart and columns close together, as in Japanese books. A splash,
 * and a panel that fills the first tier of its page, continue to the edge of the paper.
 */
export const manga = tieredLayout({
  gutters: { betweenColumns: 0.014, betweenRows: 0.03 },
  target: 5.5,
  bleeds: true,
});
