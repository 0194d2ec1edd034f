import { lazy, type ReactNode, Suspense } from 'react';

/** One row of values over time. */
export interface ChartSeries {
  readonly label: string;
  /** A custom property of styles.css: `--accent`. */
  readonly colour: string;
  /** As many as there are times; null: nothing was measured. Bars below zero hang down. */
  readonly values: readonly (number | null)[];
  /** Default: bars. */
  readonly shape?: 'bars' | 'line' | 'dashes';
}

export interface ChartProps {
  readonly title: string;
  /** What the picture shows, for readers who cannot see it. */
  readonly summary: string;
  /** Beginnings of the spans, ms since the epoch, oldest first. */
  readonly times: readonly number[];
  /** Length of a span in milliseconds. */
  readonly stepMs: number;
  readonly series: readonly ChartSeries[];
  /** Bars stand on each other instead of at the same place. */
  readonly stacked?: boolean;
  readonly formatValue: (value: number) => string;
  /** Of the scale below. */
  readonly formatTime: (at: number) => string;
  /** Of the span under the pointer. */
  readonly formatSpan: (at: number) => string;
  /** Spans are days in UTC, so the scale counts in UTC. */
  readonly utc?: boolean;
}

export const chartHeight = 168;

/** The library is loaded when the first chart is shown. */
const Plot = lazy(async () => ({ default: (await import('./plot.tsx')).Plot }));

/** Values over time, with scales, and with the numbers of the span under the pointer. */
export function Chart(props: ChartProps) {
  const { title, summary, series } = props;
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-sm">
        <span className="font-medium">{title}</span>
        <span aria-hidden="true" className="text-ink-soft flex flex-wrap gap-x-3 text-xs">
          {series.map(({ label, colour, shape }) => (
            <Key key={label} colour={colour} shape={shape}>
              {label}
            </Key>
          ))}
        </span>
      </figcaption>
      <div role="img" aria-label={summary} style={{ height: chartHeight }}>
        <Suspense>
          <Plot {...props} />
        </Suspense>
      </div>
    </figure>
  );
}

/** A row's colour and name. */
export function Key({
  colour,
  shape = 'bars',
  children,
}: {
  readonly colour: string;
  readonly shape?: ChartSeries['shape'];
  readonly children: ReactNode;
}) {
  const line = { borderTop: `2px ${shape === 'dashes' ? 'dashed' : 'solid'} var(${colour})`, width: '0.75rem' };
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span
        className={shape === 'bars' ? 'size-2.5 rounded-xs' : undefined}
        style={shape === 'bars' ? { background: `var(${colour})` } : line}
      />
      {children}
    </span>
  );
}
