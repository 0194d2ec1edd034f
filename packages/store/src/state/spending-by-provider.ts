import type { MicroUsd } from '@nextpanel/core';

export interface Spent {
  readonly spent: MicroUsd;
  readonly held: MicroUsd;
  readonly possibly: MicroUsd;
}

/**
 * What a story cost at each provider it had. The transitions that leave a provider or delete a story count by the same rule
 * (`spending_by_provider` in lib.lua).
 *
 * @param provider the story's provider now; everything that is held is held there
 * @param sums over the whole story
 * @param earlier by provider, what it had cost when it last changed to another one
 */
export function spendingByProvider(
  provider: string,
  sums: Spent,
  earlier: Readonly<Record<string, Omit<Spent, 'held'>>>,
): Map<string, Spent> {
  const spending = new Map(Object.entries(earlier).map(([id, it]) => [id, { ...it, held: 0 }]));
  const own = { spent: sums.spent, held: sums.held, possibly: sums.possibly };
  for (const [id, { spent, possibly }] of spending) {
    if (id === provider) continue;
    own.spent -= spent;
    own.possibly -= possibly;
  }
  return spending.set(provider, own);
}
