import type { EstimateView } from '@nextpanel/core';
import { Money } from '../../../parts/money.tsx';

/** What the story will cost, before it is submitted. */
export function PriceNote({ estimate }: { readonly estimate: EstimateView }) {
  const { lowUsd, expectedUsd, highUsd, requests, batches, panels, recalledPanels, warnings } = estimate;
  const isFree = highUsd === 0;
  return (
    <section aria-label="Price" className="border-line bg-sunken mt-3 rounded-lg border px-3 py-2">
      <p>
        {isFree ? (
          <strong>Free.</strong>
        ) : (
          <>
            <strong>
              About <Money usd={expectedUsd} />
            </strong>
            , between <Money usd={lowUsd} /> and <Money usd={highUsd} />.
          </>
        )}{' '}
        <span className="text-ink-soft">
          {count(requests, 'request', 'requests')} in {count(batches, 'batch', 'batches')}.
          {recalledPanels > 0 &&
            ` ${recalledPanels} of ${count(panels, 'panel is', 'panels are')} drawn already and cost nothing.`}
        </span>
      </p>
      {warnings.map(({ code, detail }) => (
        <p key={`${code} ${detail}`} className={`${code === refusing ? 'text-bad' : ''} mt-1 text-sm break-words`}>
          {detail}.
        </p>
      ))}
    </section>
  );
}

const refusing = 'provider_unavailable';

/** Whether the server would take it: one without a key for the provider gives a price, too. */
export const canBeSubmitted = ({ warnings }: EstimateView): boolean => warnings.every(({ code }) => code !== refusing);

const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
