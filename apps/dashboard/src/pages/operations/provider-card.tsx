import type { ProviderView, QueueView } from '@nextpanel/core';
import { Badge } from '../../parts/badge.tsx';
import { RelativeTime } from '../../parts/relative-time.tsx';
import { DelayedStories } from './delayed-stories.tsx';
import { PauseSwitch } from './pause-switch.tsx';
import { pauseWords } from './pause-words.ts';
import { ProviderCharts } from './provider-charts.tsx';
import { QueueCounts } from './queue-counts.tsx';
import type { Range } from './ranges.ts';
import { RateLimits } from './rate-limits.tsx';
import { cardClasses } from './section.tsx';

/** Everything about one provider: queue, limits, charts, and the pause switch. */
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
  return (
    <article aria-label={`Provider ${provider.id}`} className={cardClasses}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="flex items-center gap-2">
          <h3 className="text-base font-semibold">{provider.id}</h3>
          <StateBadge provider={provider} queue={queue} workers={workers} />
        </div>
        <PauseSwitch provider={provider} />
      </div>
      {provider.paused !== null && <PauseNote paused={provider.paused} />}
      {provider.outage !== null && <OutageNote outage={provider.outage} />}
      {queue !== undefined && <QueueCounts queue={queue} />}
      {queue !== undefined && <DelayedStories stories={queue.stories} />}
      <RateLimits provider={provider} />
      <ProviderCharts provider={provider.id} range={range} />
    </article>
  );
}

function StateBadge({
  provider: { paused, outage, limits },
  queue,
  workers,
}: {
  readonly provider: ProviderView;
  readonly queue: QueueView | undefined;
  readonly workers: boolean;
}) {
  if (paused !== null) return <Badge tone="warn">paused</Badge>;
  if (outage !== null) return <Badge tone="warn">failing</Badge>;
  if (!workers) return <Badge tone="bad">no worker</Badge>;
  if (limits.some(({ blockedMs }) => blockedMs > 0)) return <Badge tone="warn">rate limited</Badge>;
  if ((queue?.active ?? 0) > 0) return <Badge tone="accent">drawing</Badge>;
  return <Badge>ready</Badge>;
}

function PauseNote({ paused }: { readonly paused: NonNullable<ProviderView['paused']> }) {
  const { why, remedy, detail } = pauseWords(paused.reason);
  return (
    <div role="status" className="border-warn bg-warn-soft text-ink rounded-lg border p-3">
      <p className="font-semibold">
        Paused <RelativeTime at={paused.since} />. No new pictures are ordered.
      </p>
      <p>
        {why} {remedy}
      </p>
      {detail !== null && <p className="text-ink-soft mt-1 text-sm break-words">{detail}</p>}
    </div>
  );
}

function OutageNote({ outage }: { readonly outage: NonNullable<ProviderView['outage']> }) {
  return (
    <div role="status" className="border-warn bg-warn-soft text-ink rounded-lg border p-3">
      <p className="font-semibold">
        It has been failing for everybody since{' '}
        <time dateTime={outage.since}>{new Date(outage.since).toLocaleString()}</time>. No new pictures are ordered.
      </p>
      <p>
        Nothing to do: it is tried again at{' '}
        <time dateTime={outage.retryAt}>{new Date(outage.retryAt).toLocaleTimeString()}</time>, and all stories continue
        automatically.
      </p>
      {outage.reason !== '' && <p className="text-ink-soft mt-1 text-sm break-words">{outage.reason}</p>}
    </div>
  );
}
