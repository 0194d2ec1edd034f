import type { LedgerEntry } from '@nextpanel/vendors';
import { askedBy } from './story-plans.ts';

/** How often each panel of a story was paid: panel → charges. A request that draws several panels charges each of them. */
export type Charges = ReadonlyMap<string, number>;

/** Charges by story name. Throws on a charge that belongs to no story: it would not be counted. */
export function countCharges(ledger: readonly LedgerEntry[]): Map<string, Charges> {
  const stories = new Map<string, Map<string, number>>();
  for (const { prompt } of ledger) {
    const asked = askedBy(prompt);
    if (asked.length === 0) throw new Error(`a charge of no known story: ${prompt}`);
    for (const { name, word } of asked) {
      const charges = stories.get(name) ?? new Map<string, number>();
      stories.set(name, charges.set(word, (charges.get(word) ?? 0) + 1));
    }
  }
  return stories;
}

export const sumOf = (charges: Charges): number => [...charges.values()].reduce((sum, it) => sum + it, 0);
