import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ProviderView, QueueView } from '@nextpanel/core';
import { formatExactClock, formatTime } from '../../parts/format-time.ts';
import { RelativeTime } from '../../parts/relative-time.tsx';
import { cardClasses } from '../../parts/section.tsx';
import { ModelLimits } from './model-limits.tsx';
import { PauseSwitch } from './pause-switch.tsx';
import { pauseWords } from './pause-words.ts';
import { ProviderBadge } from './provider-badge.tsx';
import { ProviderCharts } from './provider-charts.tsx';
import { providerName } from './provider-name.ts';
import type { Range } from './ranges.ts';

/** Everything about one provider: whether it works, its requests over time, the limits of its models, and the switch. */
export function ProviderCard({
  provider,
  queue,
  workers,
  range,
}: {
  readonly provider: ProviderView;
  readonly queue: QueueView | undefined;
  /** Whether a worker is running. */
  readonly workers: boolean;
  readonly range: Range;
}) {
  const { id, paused, outage } = provider;
  const waiting = (queue?.waiting ?? 0) + (queue?.delayed ?? 0);
  return (
    <article id={id} aria-label={t`Provider ${id}`} className={cardClasses}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2>{providerName(id)}</h2>
          <ProviderBadge provider={provider} busy={(queue?.active ?? 0) > 0} workers={workers} />
          {queue !== undefined && (
            <span className="text-ink-soft text-sm">
              {plural(queue.active, {
                one: `# story drawn now, ${waiting} waiting`,
                other: `# stories drawn now, ${waiting} waiting`,
              })}
            </span>
          )}
        </div>
        <PauseSwitch provider={provider} />
      </div>
      {paused !== null && <PauseNote paused={paused} />}
      {outage !== null && <OutageNote provider={id} outage={outage} />}
      <ProviderCharts provider={id} range={range} />
      <ModelLimits provider={provider} />
    </article>
  );
}

function PauseNote({ paused }: { readonly paused: NonNullable<ProviderView['paused']> }) {
  const { why, remedy, detail } = pauseWords(paused.reason);
  return (
    <div role="status" className="border-warn bg-warn-soft text-ink rounded-lg border p-3">
      <p className="font-semibold">
        <Trans>
          Paused since <time dateTime={paused.since}>{formatTime(paused.since)}</time> (
          <RelativeTime at={paused.since} />
          ). No new pictures are ordered.
        </Trans>
      </p>
      <p>
        {why} {remedy}
      </p>
      {detail !== null && <p className="text-ink-soft mt-1 text-sm break-words">{detail}</p>}
    </div>
  );
}

function OutageNote({
  provider,
  outage,
}: {
  readonly provider: string;
  readonly outage: NonNullable<ProviderView['outage']>;
}) {
  return (
    <div role="status" className="border-bad bg-bad-soft text-ink rounded-lg border p-3">
      <p className="font-semibold">
        <Trans>
          {providerName(provider)} has been failing for everybody since{' '}
          <time dateTime={outage.since}>{formatTime(outage.since)}</time> (<RelativeTime at={outage.since} />
          ). No new pictures are ordered.
        </Trans>
      </p>
      <p>
        <Trans>
          Nothing to do: it is tried again at <time dateTime={outage.retryAt}>{formatExactClock(outage.retryAt)}</time>,
          and all stories continue automatically.
        </Trans>
      </p>
      {outage.reason !== '' && <p className="text-ink-soft mt-1 text-sm break-words">{outage.reason}</p>}
    </div>
  );
}
