import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { EstimateView } from '@nextpanel/core';
import { Money } from '../../../parts/money.tsx';
import { ServerWords } from '../../../parts/server-words.tsx';
import { countRequests } from '../../story/words/number-list.ts';

/** What the story will cost, before it is submitted. */
export function PriceNote({ estimate }: { readonly estimate: EstimateView }) {
  const { lowUsd, expectedUsd, highUsd, requests, batches, panels, recalledPanels, warnings } = estimate;
  const isFree = highUsd === 0;
  return (
    <section aria-label={t`Price`} className="border-line bg-sunken mt-3 rounded-lg border px-3 py-2">
      <p>
        {isFree ? (
          <strong>{t`Free.`}</strong>
        ) : (
          <Trans>
            <strong>
              About <Money usd={expectedUsd} />
            </strong>
            , between <Money usd={lowUsd} /> and <Money usd={highUsd} />.
          </Trans>
        )}{' '}
        <span className="text-ink-soft">
          {t`${countRequests(requests)} in ${countBatches(batches)}.`}
          {recalledPanels > 0 && ` ${recalledWords(recalledPanels, panels)}`}
        </span>
      </p>
      {warnings.map(({ code, detail }) => (
        <p key={`${code} ${detail}`} className={`${code === refusing ? 'text-bad' : ''} mt-1 text-sm break-words`}>
          <ServerWords code={code} detail={detail} warning />
        </p>
      ))}
    </section>
  );
}

const refusing = 'provider_unavailable';

/** Whether the server would take it: one without a key for the provider gives a price, too. */
export const canBeSubmitted = ({ warnings }: EstimateView): boolean => warnings.every(({ code }) => code !== refusing);

const countBatches = (count: number): string => plural(count, { one: '# batch', other: '# batches' });

const recalledWords = (recalled: number, panels: number): string =>
  plural(panels, {
    one: `${recalled} of # panel is drawn already and cost nothing.`,
    other: `${recalled} of # panels are drawn already and cost nothing.`,
  });
