import { t } from '@lingui/core/macro';
import type { Redraw } from '@nextpanel/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { wordsOf } from '../../data/create-query-client.ts';
import { redrawWords } from './words/redraw-words.ts';

/** What a change would draw and cost, updated whenever that changes. */
export function RedrawNote({
  price,
  settled = true,
  ofPlate = false,
}: {
  readonly price: UseQueryResult<Redraw>;
  /** false: what is asked for is just being changed. */
  readonly settled?: boolean;
  /** The change is one of a plate. */
  readonly ofPlate?: boolean;
}) {
  const asked = settled || price.data !== undefined || price.isFetching;
  const waiting = asked ? t`Checking the price…` : t`No changes yet.`;
  const known = settled && !price.isFetching ? price.data : undefined;
  return (
    <div role="status" className="bg-sunken min-h-14 rounded-lg px-3 py-2 text-sm">
      <p className="font-semibold">{t`Effect`}</p>
      {price.error !== null && settled ? (
        <p className="text-bad break-words">{wordsOf(price.error)}</p>
      ) : (
        <p>{known === undefined ? waiting : redrawWords(known, ofPlate)}</p>
      )}
    </div>
  );
}
