import { useProviderStats } from '../../data/operation-queries.ts';
import { useServerNow } from '../../data/use-server-now.ts';
import { Chart } from '../../parts/chart/chart.tsx';
import { formatDuration } from '../../parts/format-age.ts';
import { formatClock } from '../../parts/format-time.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { Fact } from './fact.tsx';
import { mergeMinutes, type ProviderSpans, type Span, sumSpans } from './merge-minutes.ts';
import type { Range } from './ranges.ts';

/** A new point comes every minute. */
const everyMs = 10_000;
const minuteMs = 60_000;

/** A provider's work over time: in sums, as charts and, for readers who cannot see them, as a table. */
export function ProviderCharts({ provider, range }: { readonly provider: string; readonly range: Range }) {
  const { data } = useProviderStats(provider, range.minutes);
  const now = useServerNow(everyMs);
  if (data === undefined) return <Skeleton className="h-32" />;
  const spans = mergeMinutes(data.items, range.minutes, range.step, now);
  const used = spans.filter(({ requests }) => requests > 0);
  if (used.length === 0) return <p className="text-ink-soft text-sm">No request to it ended {range.words}.</p>;
  return (
    <div className="flex flex-col gap-4">
      <Sums spans={used} range={range} />
      <div className="grid gap-6 lg:grid-cols-2">
        <PicturesChart provider={provider} spans={spans} range={range} />
        <DurationsChart provider={provider} spans={spans} range={range} />
      </div>
      <details className="text-sm">
        <summary className="text-ink-soft cursor-pointer">Numbers behind these charts</summary>
        <div className="mt-2 max-h-72 overflow-y-auto">
          <Numbers provider={provider} spans={used.toReversed()} range={range} />
        </div>
      </details>
    </div>
  );
}

function Sums({ spans, range }: { readonly spans: readonly Span[]; readonly range: Range }) {
  const { requests, images, failed, p50Ms, p95Ms } = sumSpans(spans);
  return (
    <dl aria-label={`Sums ${range.words}`} className="grid grid-cols-2 gap-3 sm:grid-cols-5">
      <Fact name="Requests">{requests}</Fact>
      <Fact name="Pictures">{images}</Fact>
      <Fact name="Refused or failed">{((100 * failed) / Math.max(requests, 1)).toFixed(1)} %</Fact>
      <Fact name="Median duration">{p50Ms === null ? '–' : formatDuration(p50Ms)}</Fact>
      <Fact name="95th percentile">{p95Ms === null ? '–' : formatDuration(p95Ms)}</Fact>
    </dl>
  );
}

const spanWords =
  ({ step }: Range) =>
  (at: number): string =>
    step === 1 ? formatClock(at) : `${formatClock(at)}–${formatClock(at + step * minuteMs)}`;

/** Pictures upwards; failed requests, if any, downwards on the same scale. */
function PicturesChart({ provider, spans, range }: ProviderSpans) {
  const { images, failed } = sumSpans(spans);
  const rate = (count: number) => count / range.step;
  const most = Math.max(...spans.map((span) => rate(span.images)));
  return (
    <Chart
      title="Pictures per minute"
      summary={`Pictures per minute by ${provider} ${range.words}: ${images} pictures, at most ${formatRate(most)} per minute; ${failed} failed requests.`}
      times={spans.map(({ at }) => at)}
      stepMs={range.step * minuteMs}
      series={[
        { label: 'Pictures', colour: '--accent', values: spans.map((span) => rate(span.images)) },
        ...(failed > 0
          ? [
              {
                label: 'Failed requests',
                colour: '--bad',
                values: spans.map(({ failed: some }) => (some === 0 ? null : -rate(some))),
              },
            ]
          : []),
      ]}
      formatValue={formatRate}
      formatTime={formatClock}
      formatSpan={spanWords(range)}
    />
  );
}

function DurationsChart({ provider, spans, range }: ProviderSpans) {
  const most = Math.max(0, ...spans.map(({ p95Ms }) => p95Ms ?? 0));
  const last = spans.findLast(({ p50Ms }) => p50Ms !== null);
  const spoken =
    last === undefined
      ? 'no measurements'
      : `most recently ${formatDuration(last.p50Ms ?? 0)} at the median, ${formatDuration(last.p95Ms ?? 0)} at the 95th percentile; at most ${formatDuration(most)}`;
  return (
    <Chart
      title="Duration of requests"
      summary={`Duration of requests to ${provider} ${range.words}: ${spoken}.`}
      times={spans.map(({ at }) => at)}
      stepMs={range.step * minuteMs}
      series={[
        { label: 'Median', colour: '--accent', shape: 'line', values: spans.map(({ p50Ms }) => p50Ms) },
        { label: '95th percentile', colour: '--warn', shape: 'dashes', values: spans.map(({ p95Ms }) => p95Ms) },
      ]}
      formatValue={formatDuration}
      formatTime={formatClock}
      formatSpan={spanWords(range)}
    />
  );
}

function Numbers({ provider, spans, range }: ProviderSpans) {
  const each = range.step === 1 ? 'each minute' : `every ${range.step} minutes`;
  return (
    <Table
      caption={`Requests to ${provider}, ${each}, newest first`}
      head={
        <>
          <HeadCell>From</HeadCell>
          <HeadCell align="end">Requests</HeadCell>
          <HeadCell align="end">Pictures</HeadCell>
          <HeadCell align="end">Failed</HeadCell>
          <HeadCell align="end">p50</HeadCell>
          <HeadCell align="end">p95</HeadCell>
        </>
      }
    >
      {spans.map((span) => (
        <Row key={span.at}>
          <Cell className="tabular-nums">{formatClock(span.at)}</Cell>
          <Cell align="end">{span.requests}</Cell>
          <Cell align="end">{span.images}</Cell>
          <Cell align="end">{span.failed}</Cell>
          <Cell align="end">{span.p50Ms === null ? '–' : formatDuration(span.p50Ms)}</Cell>
          <Cell align="end">{span.p95Ms === null ? '–' : formatDuration(span.p95Ms)}</Cell>
        </Row>
      ))}
    </Table>
  );
}

const formatRate = (value: number): string => String(Math.round(value * 10) / 10);
