import { t } from '@lingui/core/macro';
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
      <PageHeading title={t`Workers`} />
      <OperationNotes />
      {workers === undefined && error !== null && (
        <ProblemNote title={t`The workers could not be loaded`} error={error} onRetry={() => void refetch()} />
      )}
      {workers === undefined && error === null && <Loading what={t`the workers`} />}
      {workers?.length === 0 && (
        <EmptyState title={t`No process was heard of in the last 15 seconds`}>
          {t`Workers draw, finalizers compose sheets and bind books. Each says every two seconds that it lives.`}
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
  const busy = (some: readonly WorkerView[]) => {
    const count = some.filter(({ holds }) => holds.length > 0).length;
    return t`${count} busy`;
  };
  const machines = new Set(workers.map(({ host }) => host)).size;
  return (
    <Stats label={t`Processes`}>
      <Stat name={t`Workers`} note={busy(of('worker'))}>
        {of('worker').length}
      </Stat>
      <Stat name={t`Finalizers`} note={busy(of('finalizer'))}>
        {of('finalizer').length}
      </Stat>
      <Stat name={t`Stories under way`} note={t`drawn or composed now`}>
        {new Set(workers.flatMap(({ holds }) => holds.flatMap(({ story }) => story ?? []))).size}
      </Stat>
      <Stat name={t`Machines`} note={machines === 1 ? t`all processes on one` : t`with a process at least`}>
        {machines}
      </Stat>
    </Stats>
  );
}
