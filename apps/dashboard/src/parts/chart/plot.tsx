import { t } from '@lingui/core/macro';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { currentDirection } from '../../language/current-language.ts';
import { type ChartProps, type ChartSeries, chartHeight, Key } from './chart.tsx';
import { timeIncrements, timeRange } from './time-scale.ts';

// cspell:ignore incrs
const font = '11px system-ui, sans-serif';
/** Room of the labels beside the scales, in pixels. */
const scaleRoom = { beside: 52, below: 26 };
/** Room at the end of the time scale, in pixels, for the half of a label that stands out. */
const edgeRoom = 18;
/** Least distance of two labels, in pixels. */
const labelSpace = { time: 64, value: 34 };

interface Pointed {
  readonly index: number;
  /** From the left edge of the chart, in pixels. */
  readonly left: number;
}

/** What `Chart` shows, once the library is there. */
export function Plot(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const plot = useRef<UPlot>(null);
  // What a new picture of the library is needed for; values alone are only put in.
  const look = props.series.map(({ label, colour, shape }) => `${label} ${colour} ${shape}`).join();

  useEffect(() => {
    const at = box.current;
    if (at === null) return;
    const made = new UPlot(optionsOf(latest, at, setPointed), dataOf(latest.current), at);
    plot.current = made;
    const sized = new ResizeObserver(() => made.setSize({ width: at.clientWidth, height: chartHeight }));
    sized.observe(at);
    const redraw = () => made.redraw(false);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', redraw);
    const themed = new MutationObserver(redraw);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      sized.disconnect();
      themed.disconnect();
      dark.removeEventListener('change', redraw);
      made.destroy();
      plot.current = null;
    };
  }, [look, props.stacked, props.utc]);

  useEffect(() => {
    plot.current?.setData(dataOf(props));
  }, [props]);

  return (
    <div className="relative h-full">
      <div ref={box} className="h-full" />
      {pointed !== null && <Tip {...props} {...pointed} width={box.current?.clientWidth ?? 0} />}
    </div>
  );
}

/** The numbers of the span under the pointer. */
function Tip({
  times,
  series,
  formatValue,
  formatSpan,
  index,
  left,
  width,
}: ChartProps & Pointed & { readonly width: number }) {
  const at = times[index];
  if (at === undefined) return null;
  const shown = series.flatMap((row) => {
    const value = row.values[index];
    return value == null || value === 0 ? [] : [{ ...row, value }];
  });
  const onLeft = left > width / 2;
  return (
    <div
      aria-hidden="true"
      data-chart-tip=""
      className="popup pointer-events-none absolute top-1 z-10 min-w-36 px-3 py-2 text-xs"
      style={onLeft ? { right: width - left + 12 } : { left: left + 12 }}
    >
      <p className="mb-1 font-semibold whitespace-nowrap">{formatSpan(at)}</p>
      {shown.length === 0 && <p className="text-ink-soft">{t`nothing`}</p>}
      {shown.map(({ label, colour, shape, value }) => (
        <p key={label} className="flex justify-between gap-4">
          <span className="text-ink-soft">
            <Key colour={colour} shape={shape}>
              {label}
            </Key>
          </span>
          <span className="font-medium tabular-nums">{formatValue(Math.abs(value))}</span>
        </p>
      ))}
    </div>
  );
}

function optionsOf(
  latest: { readonly current: ChartProps },
  at: HTMLElement,
  point: (pointed: Pointed | null) => void,
): UPlot.Options {
  const { series, stacked = false, utc = false } = latest.current;
  const colour = (name: string) => () => resolve(at, name);
  const rightToLeft = currentDirection() === 'rtl';
  const drawn = stacked ? series.toReversed() : series;
  return {
    width: at.clientWidth,
    height: chartHeight,
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { show: !drawn.every(isBars) } },
    padding: rightToLeft ? [8, 0, 0, edgeRoom] : [8, edgeRoom, 0, 0],
    ...(utc && { tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC') }),
    scales: {
      x: {
        // Time runs as the language reads.
        dir: rightToLeft ? -1 : 1,
        range: () => timeRange(latest.current),
      },
      // A scale without height cannot be drawn.
      y: { range: (_, min, max) => [Math.min(min ?? 0, 0), Math.max((max ?? 0) * 1.05, (max ?? 0) <= 0 ? 1 : 0)] },
    },
    axes: [
      {
        stroke: colour('--ink-soft'),
        font,
        size: scaleRoom.below,
        space: labelSpace.time,
        incrs: timeIncrements(latest.current.stepMs),
        grid: { show: false },
        ticks: { show: false },
        values: (_, splits) => splits.map((seconds) => latest.current.formatTime(seconds * 1_000)),
      },
      {
        stroke: colour('--ink-soft'),
        font,
        side: rightToLeft ? 1 : 3,
        size: scaleRoom.beside,
        space: labelSpace.value,
        gap: 6,
        grid: { stroke: colour('--line'), width: 1 },
        ticks: { show: false },
        values: (_, splits) => splits.map((value) => latest.current.formatValue(Math.abs(value))),
      },
    ],
    series: [{}, ...drawn.map((row) => lookOf(row, colour(row.colour)))],
    hooks: {
      setCursor: [
        (plot) => {
          const { cursor, data } = plot;
          const { idx } = cursor;
          if (idx == null || cursor.left === undefined || cursor.left < 0) return point(null);
          point({
            index: idx,
            left: (rightToLeft ? edgeRoom : scaleRoom.beside) + plot.valToPos(data[0][idx] ?? 0, 'x'),
          });
        },
      ],
    },
  };
}

const isBars = ({ shape = 'bars' }: ChartSeries): boolean => shape === 'bars';

function lookOf(row: ChartSeries, colour: () => string): UPlot.Series {
  if (isBars(row))
    return {
      stroke: colour,
      fill: colour,
      width: 0,
      points: { show: false },
      ...(UPlot.paths.bars && { paths: UPlot.paths.bars({ size: [0.78, 28], radius: 0.15 }) }),
    };
  return {
    stroke: colour,
    width: 2,
    spanGaps: false,
    points: { show: true, size: 5, fill: colour, filter: alone },
    ...(row.shape === 'dashes' && { dash: [5, 4] }),
  };
}

/** Points without a neighbour: no line goes through them. */
function alone({ data }: UPlot, row: number): number[] {
  const values = data[row] ?? [];
  return [...values.keys()].filter(
    (index) => values[index] != null && values[index - 1] == null && values[index + 1] == null,
  );
}

/** Stacked rows are drawn from the highest sum down, each over the one before. */
function dataOf({ times, series, stacked = false }: ChartProps): UPlot.AlignedData {
  const seconds = times.map((at) => at / 1_000);
  if (!stacked) return [seconds, ...series.map(({ values }) => [...values])];
  const sums: number[] = times.map(() => 0);
  const rows = series.map(({ values }) =>
    values.map((value, index) => {
      sums[index] = (sums[index] ?? 0) + (value ?? 0);
      return sums[index] ?? 0;
    }),
  );
  return [seconds, ...rows.toReversed()];
}

/** The present value of a colour: a canvas knows no custom properties. */
function resolve(at: HTMLElement, name: string): string {
  const before = at.style.color;
  at.style.color = `var(${name})`;
  const { color } = getComputedStyle(at);
  at.style.color = before;
  return color;
}
