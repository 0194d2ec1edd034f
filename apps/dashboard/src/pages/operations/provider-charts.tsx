import { useProviderStats } from '../../data/operation-queries.ts';
import { useServerNow } from '../../data/use-server-now.ts';
import { formatDuration } from '../../parts/format-age.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { clockTime } from './clock-time.ts';
import { DurationChart } from './duration-chart.tsx';
import { mergeMinutes, type ProviderSpans } from './merge-minutes.ts';
import type { Range } from './ranges.ts';
import { ThroughputChart } from './throughput-chart.tsx';

/** A new point comes every minute. */
const everyMs = 10_000;

/** A provider's work over time, as charts and, for readers who cannot see them, as a table. */
export function ProviderCharts({ provider, range }: { readonly provider: string; readonly range: Range }) {
  const { data } = useProviderStats(provider, range.minutes);
  const now = useServerNow(everyMs);
  if (data === undefined) return <Skeleton className="h-32" />;
  const spans = mergeMinutes(data.items, range.minutes, range.step, now);
  const used = spans.filter(({ requests }) => requests > 0);
  if (used.length === 0) return <p className="text-ink-soft text-sm">No request to it ended {range.words}.</p>;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-4 md:grid-cols-[repeat(auto-fit,minmax(18rem,1fr))]">
        <ThroughputChart provider={provider} spans={spans} range={range} />
        <DurationChart provider={provider} spans={spans} range={range} />
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
          <Cell className="tabular-nums">{clockTime(span.at)}</Cell>
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
