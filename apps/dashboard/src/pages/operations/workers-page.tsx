import type { WorkerView } from '@nextpanel/core';
import { useWorkers } from '../../data/operation-queries.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { Stat, Stats } from '../../parts/stat.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { OperationNotes } from './operation-notes.tsx';
import { WorkersTable } from './workers-table.tsx';

/** The processes that draw and compose, and what each works on. */
export function WorkersPage() {
  const { data: workers, error, refetch, dataUpdatedAt } = useWorkers();
  return (
    <>
      <PageHeading title="Workers" />
      <OperationNotes />
      {workers === undefined && error !== null && (
        <ProblemNote title="The workers could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
      {workers === undefined && error === null && <Loading what="the workers" />}
      {workers?.length === 0 && (
        <EmptyState title="No process was heard of in the last 15 seconds">
          Workers draw, finalizers compose sheets and bind books. Each says every two seconds that it lives.
        </EmptyState>
      )}
      {workers !== undefined && workers.length > 0 && (
        <>
          <Counts workers={workers} />
          <WorkersTable workers={workers} readAt={dataUpdatedAt} />
        </>
      )}
    </>
  );
}

function Counts({ workers }: { readonly workers: readonly WorkerView[] }) {
  const of = (role: WorkerView['role']) => workers.filter((worker) => worker.role === role);
  const busy = (some: readonly WorkerView[]) => `${some.filter(({ holds }) => holds.length > 0).length} busy`;
  const machines = new Set(workers.map(({ host }) => host)).size;
  return (
    <Stats label="Processes">
      <Stat name="Workers" note={busy(of('worker'))}>
        {of('worker').length}
      </Stat>
      <Stat name="Finalizers" note={busy(of('finalizer'))}>
        {of('finalizer').length}
      </Stat>
      <Stat name="Stories under way" note="drawn or composed now">
        {new Set(workers.flatMap(({ holds }) => holds.flatMap(({ story }) => story ?? []))).size}
      </Stat>
      <Stat name="Machines" note={machines === 1 ? 'all processes on one' : 'with a process at least'}>
        {machines}
      </Stat>
    </Stats>
  );
}
