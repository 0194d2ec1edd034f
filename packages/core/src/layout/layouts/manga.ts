import { tieredLayout } from './tiers/tiered-layout.ts';

/**
 * Tiers as in a comic, fewer and taller; rows stand clearly apart and columns close together, as in Japanese books. A splash
 * continues to the edge of the paper, and so does a wide panel or a new scene that is the first tier of its page.
 */
export const manga = tieredLayout({
  gutters: { betweenColumns: 0.014, betweenRows: 0.03 },
  target: 5,
  bleeds: true,
});
