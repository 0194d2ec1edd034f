import { plural, t } from '@lingui/core/macro';
import { useProviderStats } from '../../data/operation-queries.ts';
import { useServerNow } from '../../data/use-server-now.ts';
import { Chart } from '../../parts/chart/chart.tsx';
import { formatDuration } from '../../parts/format-age.ts';
import { formatExactShare, formatNumber } from '../../parts/format-number.ts';
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
  if (used.length === 0) return <p className="text-ink-soft text-sm">{t`No request to it ended ${t(range.words)}.`}</p>;
  return (
    <div className="flex flex-col gap-4">
      <Sums spans={used} range={range} />
      <div className="grid gap-6 lg:grid-cols-2">
        <PicturesChart provider={provider} spans={spans} range={range} />
        <DurationsChart provider={provider} spans={spans} range={range} />
      </div>
      <details className="text-sm">
        <summary className="text-ink-soft cursor-pointer">{t`Numbers behind these charts`}</summary>
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
    <dl aria-label={t`Sums ${t(range.words)}`} className="grid grid-cols-2 gap-3 sm:grid-cols-5">
      <Fact name={t`Requests`}>{requests}</Fact>
      <Fact name={t`Pictures`}>{images}</Fact>
      <Fact name={t`Refused or failed`}>{formatExactShare(failed / Math.max(requests, 1))}</Fact>
      <Fact name={t`Median duration`}>{p50Ms === null ? '–' : formatDuration(p50Ms)}</Fact>
      <Fact name={t`95th percentile`}>{p95Ms === null ? '–' : formatDuration(p95Ms)}</Fact>
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
  const words = t(range.words);
  const rate = (count: number) => count / range.step;
  const most = Math.max(...spans.map((span) => rate(span.images)));
  return (
    <Chart
      title={t`Pictures per minute`}
      summary={t`Pictures per minute by ${provider} ${words}: ${countPictures(images)}, at most ${formatRate(most)} per minute; ${countFailed(failed)}.`}
      times={spans.map(({ at }) => at)}
      stepMs={range.step * minuteMs}
      series={[
        { label: t`Pictures`, colour: '--accent', values: spans.map((span) => rate(span.images)) },
        ...(failed > 0
          ? [
              {
                label: t`Failed requests`,
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
  const words = t(range.words);
  const last = spans.findLast(({ p50Ms }) => p50Ms !== null);
  const spoken =
    last === undefined
      ? t`no measurements`
      : t`most recently ${formatDuration(last.p50Ms ?? 0)} at the median, ${formatDuration(last.p95Ms ?? 0)} at the 95th percentile; at most ${formatDuration(most)}`;
  return (
    <Chart
      title={t`Duration of requests`}
      summary={t`Duration of requests to ${provider} ${words}: ${spoken}.`}
      times={spans.map(({ at }) => at)}
      stepMs={range.step * minuteMs}
      series={[
        { label: t`Median`, colour: '--accent', shape: 'line', values: spans.map(({ p50Ms }) => p50Ms) },
        { label: t`95th percentile`, colour: '--warn', shape: 'dashes', values: spans.map(({ p95Ms }) => p95Ms) },
      ]}
      formatValue={formatDuration}
      formatTime={formatClock}
      formatSpan={spanWords(range)}
    />
  );
}

function Numbers({ provider, spans, range }: ProviderSpans) {
  const each = plural(range.step, { one: 'each minute', other: 'every # minutes' });
  return (
    <Table
      caption={t`Requests to ${provider}, ${each}, newest first`}
      head={
        <>
          <HeadCell>{t`From`}</HeadCell>
          <HeadCell align="end">{t`Requests`}</HeadCell>
          <HeadCell align="end">{t`Pictures`}</HeadCell>
          <HeadCell align="end">{t`Failed`}</HeadCell>
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

const countPictures = (count: number): string => plural(count, { one: '# picture', other: '# pictures' });
const countFailed = (count: number): string => plural(count, { one: '# failed request', other: '# failed requests' });

const formatRate = (value: number): string => formatNumber(Math.round(value * 10) / 10);
