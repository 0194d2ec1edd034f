import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { CostsView } from '@nextpanel/core';
import { Chart, type ChartSeries } from '../../parts/chart/chart.tsx';
import { formatNumber } from '../../parts/format-number.ts';
import { formatUtcDate, formatUtcDay } from '../../parts/format-time.ts';
import { formatUsd } from '../../parts/format-usd.ts';
import { Money } from '../../parts/money.tsx';
import { boxClasses } from '../../parts/section.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { daysBetween } from './periods.ts';

type Day = CostsView['byDay'][number];

const dayMs = 86_400_000;
const rows: readonly {
  readonly label: MessageDescriptor;
  readonly colour: string;
  readonly of: (day: Day) => number;
}[] = [
  { label: msg`Paid for pictures`, colour: '--accent', of: ({ spentUsd, wastedUsd }) => spentUsd - wastedUsd },
  { label: msg`Wasted`, colour: '--bad', of: ({ wastedUsd }) => wastedUsd },
  { label: msg`Uncertain`, colour: '--warn', of: ({ possiblyUsd }) => possiblyUsd },
  { label: msg`Held`, colour: '--line-strong', of: ({ heldUsd }) => heldUsd },
];

/** What was ordered each day, as a chart and as numbers. */
export function CostsChart({ costs: { byDay, from, to, total } }: { readonly costs: CostsView }) {
  const days = new Map(byDay.map((day) => [Date.parse(day.day), day]));
  const times = daysBetween(from, to);
  const series = rows.map(
    ({ label, colour, of }): ChartSeries => ({
      label: t(label),
      colour,
      values: times.map((at) => {
        const day = days.get(at);
        return day === undefined ? 0 : of(day);
      }),
    }),
  );
  return (
    <div className={boxClasses}>
      <Chart
        title={t`Dollars a day`}
        summary={t`Costs by day from ${formatUtcDate(from)} to ${formatUtcDate(to)}: ${formatUsd(total.spentUsd)} spent, ${formatUsd(total.wastedUsd)} of it wasted. The numbers follow.`}
        times={times}
        stepMs={dayMs}
        series={series}
        stacked
        utc
        formatValue={formatUsd}
        formatTime={formatUtcDay}
        formatSpan={formatUtcDate}
      />
      <details className="mt-3 text-sm">
        <summary className="text-ink-soft cursor-pointer">{t`Numbers behind this chart`}</summary>
        <div className="mt-2 max-h-72 overflow-y-auto">
          <Table
            caption={t`Costs by day, newest first`}
            head={
              <>
                <HeadCell>{t`Day`}</HeadCell>
                {[t`Spent`, t`Wasted`, t`Uncertain`, t`Held`, t`Pictures`].map((name) => (
                  <HeadCell key={name} align="end">
                    {name}
                  </HeadCell>
                ))}
              </>
            }
          >
            {byDay.toReversed().map(({ day, images, ...sums }) => (
              <Row key={day}>
                <Cell className="whitespace-nowrap">{formatUtcDate(day)}</Cell>
                {[sums.spentUsd, sums.wastedUsd, sums.possiblyUsd, sums.heldUsd].map((usd, index) => (
                  <Cell key={index} align="end">
                    <Money usd={usd} />
                  </Cell>
                ))}
                <Cell align="end">{formatNumber(images)}</Cell>
              </Row>
            ))}
          </Table>
        </div>
      </details>
    </div>
  );
}
