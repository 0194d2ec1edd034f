import { t } from '@lingui/core/macro';
import { useLedger } from '../../../data/story-queries.ts';
import { Badge } from '../../../parts/badge.tsx';
import { Money } from '../../../parts/money.tsx';
import { requestTone, requestWord } from '../words/request-words.ts';

/** The requests that were, or may have been, paid for a panel or the cover. */
export function PanelRequests({ story, panel }: { readonly story: string; readonly panel: string }) {
  const { data: ledger } = useLedger(story);
  const entries = ledger?.filter((entry) => entry.panelIds.includes(panel)) ?? [];
  if (entries.length === 0) return null;
  return (
    <section aria-label={t`Requests`} className="flex flex-col gap-2">
      <h3 className="font-semibold">{t`Requests`}</h3>
      <ul className="flex flex-col gap-2 text-sm">
        {entries.map((entry) => (
          <li key={entry.request} className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
            <Badge tone={requestTone(entry.state)}>{requestWord(entry.state)}</Badge>
            <Money usd={entry.costUsd} />
            {entry.code !== null && <code>{entry.code}</code>}
            {entry.vendorId !== null && (
              <span className="text-ink-soft min-w-0 break-all">
                {entry.provider} <code>{entry.vendorId}</code>
              </span>
            )}
            {entry.panels.length > 1 && (
              <span className="text-ink-soft">{t`for ${entry.panels.length} panels together`}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
