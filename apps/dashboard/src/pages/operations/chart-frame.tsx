import type { ReactNode } from 'react';
import { clockTime } from './clock-time.ts';
import type { Span } from './merge-minutes.ts';

export const chartWidth = 720;
export const chartHeight = 96;

/** The frame of a chart: its name, highest value and time range. The picture has a summary for screen readers. */
export function ChartFrame({
  title,
  top,
  summary,
  spans,
  legend,
  children,
}: {
  readonly title: string;
  /** The value of the upper edge, in words. */
  readonly top: string;
  readonly summary: string;
  readonly spans: readonly Span[];
  readonly legend: ReactNode;
  readonly children: ReactNode;
}) {
  const [first] = spans;
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span className="font-medium">{title}</span>
        <span className="text-ink-soft tabular-nums">{top}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={summary}
        viewBox={`0 0 ${chartWidth} ${chartHeight}`}
        preserveAspectRatio="none"
        className="border-line bg-sunken block h-24 w-full rounded-md border"
      >
        {children}
      </svg>
      <div aria-hidden="true" className="text-ink-soft mt-1 flex justify-between text-xs tabular-nums">
        <span>{first === undefined ? '' : clockTime(first.at)}</span>
        <span className="flex gap-3">{legend}</span>
        <span>now</span>
      </div>
    </figure>
  );
}
