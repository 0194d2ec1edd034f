import { formatDuration } from '../../parts/format-age.ts';
import { ChartFrame, chartHeight, chartWidth } from './chart-frame.tsx';
import type { ProviderSpans, Span } from './merge-minutes.ts';

/** How long requests took: the median (lower line) and the 95th percentile (upper line). */
export function DurationChart({ provider, spans, range }: ProviderSpans) {
  const highest = Math.max(0, ...spans.map(({ p95Ms }) => p95Ms ?? 0));
  const last = spans.findLast(({ p50Ms }) => p50Ms !== null);
  const spoken =
    last === undefined
      ? 'no measurements'
      : `most recently ${formatDuration(last.p50Ms ?? 0)} at the median, ${formatDuration(last.p95Ms ?? 0)} at the 95th percentile; at most ${formatDuration(highest)}`;
  return (
    <ChartFrame
      title="Request duration"
      top={`at most ${formatDuration(highest)}`}
      summary={`Duration of requests to ${provider} ${range.words}: ${spoken}.`}
      spans={spans}
      legend={
        <>
          <span>
            <span className="text-accent">●</span> p50
          </span>
          <span>
            <span className="text-warn">┄</span> p95
          </span>
        </>
      }
    >
      <path
        d={pathOf(spans, ({ p95Ms }) => p95Ms, highest)}
        className="stroke-warn"
        {...lineLook}
        strokeDasharray="5 4"
      />
      <path d={pathOf(spans, ({ p50Ms }) => p50Ms, highest)} className="stroke-accent" {...lineLook} />
      <path d={dotsOf(spans, ({ p95Ms }) => p95Ms, highest)} className="stroke-warn" {...dotLook} />
      <path d={dotsOf(spans, ({ p50Ms }) => p50Ms, highest)} className="stroke-accent" {...dotLook} data-dots="p50" />
    </ChartFrame>
  );
}

const lineLook = { fill: 'none', strokeWidth: 2, strokeLinejoin: 'round', vectorEffect: 'non-scaling-stroke' } as const;
const dotLook = { fill: 'none', strokeWidth: 5, strokeLinecap: 'round', vectorEffect: 'non-scaling-stroke' } as const;

type Value = (span: Span) => number | null;

function* pointsOf(spans: readonly Span[], value: Value, highest: number): Generator<string | null> {
  for (const [index, span] of spans.entries()) {
    const y = value(span);
    if (y === null) yield null;
    else {
      const x = ((index + 0.5) / spans.length) * chartWidth;
      yield `${x.toFixed(1)} ${(chartHeight - 5 - ((chartHeight - 10) * y) / Math.max(highest, 1)).toFixed(1)}`;
    }
  }
}

/** A line that breaks where nothing was measured. */
function pathOf(spans: readonly Span[], value: Value, highest: number): string {
  let open = false;
  return [...pointsOf(spans, value, highest)]
    .map((point) => {
      const step = point === null ? '' : `${open ? 'L' : 'M'}${point}`;
      open = point !== null;
      return step;
    })
    .join('');
}

/** A line of zero length with round ends: a dot that stays round when the chart is stretched. */
const dotsOf = (spans: readonly Span[], value: Value, highest: number): string =>
  [...pointsOf(spans, value, highest)].map((point) => (point === null ? '' : `M${point}h0`)).join('');
