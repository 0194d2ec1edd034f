import { plural, t } from '@lingui/core/macro';
import type { CostsView } from '@nextpanel/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCosts } from '../../data/cost-queries.ts';
import { useSpending } from '../../data/operation-queries.ts';
import { underRoot } from '../../data/root-path.ts';
import { useServerNow } from '../../data/use-server-now.ts';
import { buttonClasses } from '../../parts/button.tsx';
import { formatExactShare } from '../../parts/format-number.ts';
import { formatUtcDate } from '../../parts/format-time.ts';
import { formatUsd } from '../../parts/format-usd.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Section } from '../../parts/section.tsx';
import { Select } from '../../parts/select.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { Stat, Stats } from '../../parts/stat.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { BudgetsTable } from './budgets-table.tsx';
import { CostsChart } from './costs-chart.tsx';
import { ModelsTable, TenantsTable } from './costs-tables.tsx';
import { daysOf, type Period, periodWords, readCostsSearch } from './periods.ts';
import { StoriesCostTable } from './stories-cost-table.tsx';
import { UncertainTable } from './uncertain-table.tsx';

const periodOptions = () =>
  (Object.keys(periodWords) as Period[]).map((value) => ({ value, label: t(periodWords[value]) }));
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
        title={t`Costs`}
        actions={
          <>
            <Select label={t`Period`} hideLabel value={period} onChange={change} options={periodOptions()} />
            <a href={csvAddress(days)} download className={buttonClasses()}>{t`Download CSV`}</a>
          </>
        }
      />
      {costs === undefined && error !== null && (
        <ProblemNote title={t`The costs could not be loaded`} error={error} onRetry={() => void refetch()} />
      )}
      {costs === undefined && error === null && <Loading what={t`the costs`} />}
      {costs !== undefined && (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60' : undefined}>
          <Sums costs={costs} period={period} />
          <UncertainTable requests={costs.uncertain} scripts={costs.uncertainScripts} />
          <Section title={t`By day`} aside={<Range costs={costs} />}>
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
    {t`${formatUtcDate(from)} to ${formatUtcDate(to)}, by the day of the order in UTC`}
  </p>
);

function Sums({ costs, period }: { readonly costs: CostsView; readonly period: Period }) {
  const { total, now, forecastUsd, byDay, to } = costs;
  const uncertain = costs.uncertain.length + costs.uncertainScripts.length;
  const { data: ever } = useSpending();
  const today = byDay.find(({ day }) => day === to);
  const wasted = formatExactShare(total.spentUsd > 0 ? total.wastedUsd / total.spentUsd : 0);
  return (
    <Stats label={t`Sums`}>
      {period !== 'last-month' && (
        <Stat name={t`Today`} note={pictures(today?.images ?? 0)}>
          {formatUsd(today?.spentUsd ?? 0)}
        </Stat>
      )}
      <Stat name={t(periodWords[period])} note={pictures(total.images)}>
        {formatUsd(total.spentUsd)}
      </Stat>
      <Stat name={t`Wasted`} note={t`${wasted}, for requests without a picture`}>
        {formatUsd(total.wastedUsd)}
      </Stat>
      <Stat
        name={t`Uncertain`}
        note={
          uncertain === 0
            ? t`nothing to settle`
            : plural(uncertain, { one: '# request to settle', other: '# requests to settle' })
        }
        tone={now.possiblyUsd > 0 ? 'warn' : 'plain'}
      >
        {formatUsd(now.possiblyUsd)}
      </Stat>
      <Stat name={t`Held now`} note={t`for requests in progress`}>
        {formatUsd(now.heldUsd)}
      </Stat>
      <Stat name={t`Still to come, about`} note={t`until all stories are complete`}>
        {formatUsd(forecastUsd)}
      </Stat>
      {ever !== undefined && (
        <Stat name={t`All time`} note={t`deleted stories included`}>
          {formatUsd(ever.total.spentUsd)}
        </Stat>
      )}
    </Stats>
  );
}

const pictures = (count: number): string => plural(count, { one: '# picture', other: '# pictures' });
