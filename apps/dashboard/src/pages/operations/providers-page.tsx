import { t } from '@lingui/core/macro';
import { useState } from 'react';
import { useProviders, useQueues, useWorkers } from '../../data/operation-queries.ts';
import { useElapsed } from '../../data/use-elapsed.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { providerAfter } from './after-time.ts';
import { OperationNotes } from './operation-notes.tsx';
import { ProviderCard } from './provider-card.tsx';
import { RangeChoice } from './range-choice.tsx';
import { firstRange } from './ranges.ts';

/** Each provider: whether it works, how fast, within which limits, and the switch that pauses it. */
export function ProvidersPage() {
  const { data: providers, error, refetch, dataUpdatedAt } = useProviders();
  const { data: queues } = useQueues();
  const { data: workers } = useWorkers();
  const [range, setRange] = useState(firstRange);
  const elapsed = useElapsed(dataUpdatedAt);
  return (
    <>
      <PageHeading title={t`Providers`} actions={<RangeChoice range={range} onChange={setRange} />} />
      <OperationNotes />
      {providers === undefined && error !== null && (
        <ProblemNote title={t`The providers could not be loaded`} error={error} onRetry={() => void refetch()} />
      )}
      {providers === undefined && error === null && <Loading what={t`the providers`} />}
      <div className="flex flex-col gap-4">
        {providers?.map((provider) => (
          <ProviderCard
            key={provider.id}
            provider={providerAfter(provider, elapsed)}
            queue={queues?.find((queue) => queue.provider === provider.id)}
            workers={workers?.some(({ role }) => role === 'worker') ?? true}
            range={range}
          />
        ))}
      </div>
    </>
  );
}
