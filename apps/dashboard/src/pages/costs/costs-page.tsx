import type { CostsView } from '@nextpanel/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCosts } from '../../data/cost-queries.ts';
import { useSpending } from '../../data/operation-queries.ts';
import { underRoot } from '../../data/root-path.ts';
import { useServerNow } from '../../data/use-server-now.ts';
import { buttonClasses } from '../../parts/button.tsx';
import { formatUtcDate } from '../../parts/format-time.ts';
import { formatUsd } from '../../parts/format-usd.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Section } from '../../parts/section.tsx';
import { Select } from '../../parts/select.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { Stat, Stats } from '../../parts/stat.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { countOf } from '../story/words/number-list.ts';
import { BudgetsTable } from './budgets-table.tsx';
import { CostsChart } from './costs-chart.tsx';
import { ModelsTable, TenantsTable } from './costs-tables.tsx';
import { daysOf, type Period, periodWords, readCostsSearch } from './periods.ts';
import { StoriesCostTable } from './stories-cost-table.tsx';
import { UncertainTable } from './uncertain-table.tsx';

const periodOptions = (Object.entries(periodWords) as [Period, string][]).map(([value, label]) => ({ value, label }));
/** Days change rarely. */
const everyMs = 60_000;

/** What was spent, wasted and held, what is uncertain, and what is still to come. The period is in the URL. */
export function CostsPage() {
  const { period = 'month' } = readCostsSearch(useSearch({ strict: false }));
  const days = daysOf(period, useServerNow(everyMs));
  const { data: costs, error, refetch, isPlaceholderData } = useCosts(days);
  const navigate = useNavigate();
  const change = (next: Period) =>
    void navigate({ to: '.', search: next === 'month' ? {} : { period: next }, replace: true });
  return (
    <>
      <PageHeading
        title="Costs"
        actions={
          <>
            <Select label="Period" hideLabel value={period} onChange={change} options={periodOptions} />
            <a href={csvAddress(days)} download className={buttonClasses()}>
              Download CSV
            </a>
          </>
        }
      />
      {costs === undefined && error !== null && (
        <ProblemNote title="The costs could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
      {costs === undefined && error === null && <Loading what="the costs" />}
      {costs !== undefined && (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60' : undefined}>
          <Sums costs={costs} period={period} />
          <UncertainTable requests={costs.uncertain} />
          <Section title="By day" aside={<Range costs={costs} />}>
            <CostsChart costs={costs} />
          </Section>
          <div className={costs.byTenant.length > 1 ? 'grid gap-x-6 lg:grid-cols-2' : undefined}>
            <ModelsTable models={costs.byModel} />
            <TenantsTable tenants={costs.byTenant} />
          </div>
          <StoriesCostTable stories={costs.byStory} />
          <BudgetsTable />
        </div>
      )}
    </>
  );
}

function csvAddress(days: ReturnType<typeof daysOf>): string {
  const query = new URLSearchParams({ ...days, format: 'csv' });
  return underRoot(`/v1/costs?${query}`);
}

const Range = ({ costs: { from, to } }: { readonly costs: CostsView }) => (
  <p className="text-ink-soft text-sm">
    {formatUtcDate(from)} to {formatUtcDate(to)}, by the day of the order in UTC
  </p>
);

function Sums({ costs, period }: { readonly costs: CostsView; readonly period: Period }) {
  const { total, now, uncertain, forecastUsd, byDay, to } = costs;
  const { data: ever } = useSpending();
  const today = byDay.find(({ day }) => day === to);
  const wastedShare = total.spentUsd > 0 ? (100 * total.wastedUsd) / total.spentUsd : 0;
  return (
    <Stats label="Sums">
      {period !== 'last-month' && (
        <Stat name="Today" note={pictures(today?.images ?? 0)}>
          {formatUsd(today?.spentUsd ?? 0)}
        </Stat>
      )}
      <Stat name={periodWords[period]} note={pictures(total.images)}>
        {formatUsd(total.spentUsd)}
      </Stat>
      <Stat name="Wasted" note={`${wastedShare.toFixed(1)} %, for requests without a picture`}>
        {formatUsd(total.wastedUsd)}
      </Stat>
      <Stat
        name="Uncertain"
        note={uncertain.length === 0 ? 'nothing to settle' : `${countOf(uncertain.length, 'request')} to settle`}
        tone={now.possiblyUsd > 0 ? 'warn' : 'plain'}
      >
        {formatUsd(now.possiblyUsd)}
      </Stat>
      <Stat name="Held now" note="for requests in progress">
        {formatUsd(now.heldUsd)}
      </Stat>
      <Stat name="Still to come, about" note="until all stories are complete">
        {formatUsd(forecastUsd)}
      </Stat>
      {ever !== undefined && (
        <Stat name="All time" note="deleted stories included">
          {formatUsd(ever.total.spentUsd)}
        </Stat>
      )}
    </Stats>
  );
}

const pictures = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'picture' : 'pictures'}`;
