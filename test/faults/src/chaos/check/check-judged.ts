import { reviewProvider } from '@nextpanel/core';
import { factsOf, isFaultName, type JudgedCall } from '@nextpanel/vendors';
import type { Violation } from '../violation.ts';
import type { Findings } from './read-findings.ts';

type Judged = Pick<JudgedCall, 'words' | 'fault'>;
type Story = Pick<Findings, 'ledger'> & { readonly tale: Pick<Findings['tale'], 'id' | 'mark'> };

/** A judge that answers with a refusal after all charges for it without saying so. */
export const isWithheld = ({ fault }: Pick<Judged, 'fault'>): boolean =>
  isFaultName(fault) && factsOf(fault).stage === 'withhold';

/** Every answer of the judge about a story is in its ledger, as kept or as possibly paid: it is asked nothing twice. */
export function checkJudged(judged: readonly Judged[], found: readonly Story[]): Violation[] {
  return found.flatMap(({ tale: { id, mark }, ledger }) => {
    const about = new RegExp(`\\b${mark}\\b`);
    const answers = judged.filter((call) => !isWithheld(call) && about.test(call.words)).length;
    const paid = ledger.filter(
      ({ provider, state }) => provider === reviewProvider && (state === 'kept' || state === 'possibly_paid'),
    ).length;
    if (answers <= paid) return [];
    const detail = `${id}: the judge answered ${answers} times, the ledger says ${paid}`;
    return [{ invariant: 'no double charge', detail }];
  });
}
