import { useState } from 'react';
import { useProviders, useQueues, useWorkers } from '../../data/operation-queries.ts';
import { underRoot } from '../../data/root-path.ts';
import { useElapsed } from '../../data/use-elapsed.ts';
import { buttonClasses } from '../../parts/button.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { providerAfter, queueAfter } from './after-time.ts';
import { AttentionGroups } from './attention-groups.tsx';
import { FinalizeCard } from './finalize-card.tsx';
import { MissingProcesses } from './missing-processes.tsx';
import { ProviderCard } from './provider-card.tsx';
import { RangeChoice } from './range-choice.tsx';
import { firstRange } from './ranges.ts';
import { Section } from './section.tsx';
import { SpendingSection } from './spending-section.tsx';
import { WorkersTable } from './workers-table.tsx';

/** The state of the whole system: providers, queues, workers, stories that need attention, and costs. */
export function OperationsPage() {
  const queues = useQueues();
  const providers = useProviders();
  const workers = useWorkers();
  const [range, setRange] = useState(firstRange);
  const all = [queues, providers, workers];
  const broken = all.find(({ data, error }) => data === undefined && error !== null);
  const sinceQueues = useElapsed(queues.dataUpdatedAt);
  const sinceProviders = useElapsed(providers.dataUpdatedAt);
  const queueOf = (provider: string | null) => {
    const found = queues.data?.find((queue) => queue.provider === provider);
    return found && queueAfter(found, sinceQueues);
  };
  const composing = queueOf(null);
  return (
    <>
      <PageHeading
        title="Queues and workers"
        actions={
          <a href={underRoot('/queues')} className={buttonClasses('plain', 'small')}>
            Raw jobs (bull-board)
          </a>
        }
      />
      {broken !== undefined && (
        <ProblemNote
          title="This could not be fetched"
          error={broken.error}
          onRetry={() => void Promise.all(all.map(({ refetch }) => refetch()))}
        />
      )}
      {broken === undefined && all.some(({ data }) => data === undefined) && <Loading what="how the system is" />}
      {workers.data !== undefined && queues.data !== undefined && (
        <MissingProcesses workers={workers.data} queues={queues.data} />
      )}
      <AttentionGroups />
      {providers.data !== undefined && (
        <Section title="Providers" aside={<RangeChoice range={range} onChange={setRange} />}>
          <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,30rem),1fr))] items-start gap-4">
            {providers.data.map((provider) => (
              <ProviderCard
                key={provider.id}
                provider={providerAfter(provider, sinceProviders)}
                queue={queueOf(provider.id)}
                workers={workers.data?.some(({ role }) => role === 'worker') ?? true}
                range={range}
              />
            ))}
          </div>
        </Section>
      )}
      {composing !== undefined && <FinalizeCard queue={composing} />}
      {workers.data !== undefined && (
        <Section title="Workers">
          {workers.data.length === 0 ? (
            <p className="text-ink-soft">No process was heard of in the last 15 seconds.</p>
          ) : (
            <WorkersTable workers={workers.data} readAt={workers.dataUpdatedAt} />
          )}
        </Section>
      )}
      <SpendingSection />
    </>
  );
}
