import type { LedgerEntry } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { checkJudged } from './check-judged.ts';

const story = (...states: LedgerEntry['state'][]) => ({
  tale: { id: 's1', mark: 'tale1' },
  ledger: states.map((state) => ({ provider: 'review', state }) as LedgerEntry),
});
const answer = (mark: string, fault: string | null = null) => ({ words: `In ${mark} the hare passes`, fault });

test('answers of the judge are in the ledger of their story, one each', () => {
  expect(checkJudged([answer('tale1'), answer('tale1'), answer('tale10')], [story('kept', 'possibly_paid')])).toEqual(
    [],
  );
  expect(checkJudged([answer('tale1'), answer('tale1')], [story('kept', 'refused')])).toMatchObject([
    { invariant: 'no double charge', detail: expect.stringContaining('answered 2 times, the ledger says 1') },
  ]);
});

test('what the judge withheld after it had looked is not in the ledger', () => {
  expect(checkJudged([answer('tale1', 'moderation-output')], [story('refused')])).toEqual([]);
});
