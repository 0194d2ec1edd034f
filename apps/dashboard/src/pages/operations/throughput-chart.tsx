import { ChartFrame, chartHeight, chartWidth } from './chart-frame.tsx';
import type { ProviderSpans } from './merge-minutes.ts';

const gap = 1;

/** Pictures per minute as bars upwards; failed requests per minute, if any, as bars downwards on the same scale. */
export function ThroughputChart({ provider, spans, range }: ProviderSpans) {
  const up = spans.map(({ images }) => images / range.step);
  const down = spans.map(({ failed }) => failed / range.step);
  const highest = Math.max(...up);
  const lowest = Math.max(...down);
  const scale = (chartHeight - 4) / Math.max(highest + lowest, 0.001);
  const zero = 2 + highest * scale;
  const width = chartWidth / spans.length;
  const sum = (counts: readonly number[]) => Math.round(counts.reduce((total, count) => total + count, 0) * range.step);
  return (
    <ChartFrame
      title="Pictures per minute"
      top={`at most ${rate(highest)}`}
      summary={`Pictures per minute by ${provider} ${range.words}: ${sum(up)} pictures, at most ${rate(highest)} per minute; ${sum(down)} failed requests.`}
      spans={spans}
      legend={
        <>
          <span>
            <span className="text-accent">▲</span> pictures
          </span>
          {lowest > 0 && (
            <span>
              <span className="text-bad">▼</span> failed requests
            </span>
          )}
        </>
      }
    >
      {spans.map(({ at }, index) => (
        <g key={at}>
          <Bar x={index * width} y={zero - (up[index] ?? 0) * scale} width={width} height={(up[index] ?? 0) * scale} />
          <Bar failed x={index * width} y={zero} width={width} height={(down[index] ?? 0) * scale} />
        </g>
      ))}
      <line
        x1={0}
        x2={chartWidth}
        y1={zero}
        y2={zero}
        className="stroke-line-strong"
        vectorEffect="non-scaling-stroke"
      />
    </ChartFrame>
  );
}

function Bar({
  x,
  y,
  width,
  height,
  failed = false,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly failed?: boolean;
}) {
  if (height === 0) return null;
  return (
    <rect
      x={x + gap / 2}
      y={y}
      width={width - gap}
      height={height}
      className={failed ? 'fill-bad' : 'fill-accent'}
      data-bar={failed ? 'failed' : 'pictures'}
    />
  );
}

const rate = (value: number): string => String(Math.round(value * 10) / 10);
