import { t } from '@lingui/core/macro';
import type { ProviderView, QueueView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { useProviders, useQueues, useWorkers } from '../../data/operation-queries.ts';
import { underRoot } from '../../data/root-path.ts';
import { useWaitingStories } from '../../data/story-queries.ts';
import { useElapsed } from '../../data/use-elapsed.ts';
import { buttonClasses } from '../../parts/button.tsx';
import { formatDuration } from '../../parts/format-age.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { linkClasses, Section } from '../../parts/section.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { queueAfter } from './after-time.ts';
import { AttentionGroups } from './attention-groups.tsx';
import { DelayedStories } from './delayed-stories.tsx';
import { NextInLine } from './next-in-line.tsx';
import { OperationNotes } from './operation-notes.tsx';
import { ProviderBadge } from './provider-badge.tsx';

/** How much waits where, which stories come next, and which need attention. */
export function QueuesPage() {
  const { data: queues, error, refetch, dataUpdatedAt } = useQueues();
  const { data: providers } = useProviders();
  const { data: waiting } = useWaitingStories(true);
  const inLine = waiting?.items.filter(({ line }) => line !== undefined) ?? [];
  const elapsed = useElapsed(dataUpdatedAt);
  const shown = queues?.map((queue) => queueAfter(queue, elapsed));
  return (
    <>
      <PageHeading
        title={t`Queues`}
        actions={
          <a href={underRoot('/queues')} className={buttonClasses('plain', 'small')}>{t`Raw jobs (bull-board)`}</a>
        }
      />
      <OperationNotes />
      {queues === undefined && error !== null && (
        <ProblemNote title={t`The queues could not be loaded`} error={error} onRetry={() => void refetch()} />
      )}
      {queues === undefined && error === null && <Loading what={t`the queues`} />}
      {shown !== undefined && (
        <Section title={t`What waits where`}>
          <QueuesTable queues={shown} providers={providers ?? []} />
        </Section>
      )}
      <AttentionGroups />
      <NextInLine stories={inLine} />
      {shown !== undefined && <DelayedStories queues={shown} inLine={inLine} />}
    </>
  );
}

function QueuesTable({
  queues,
  providers,
}: {
  readonly queues: readonly QueueView[];
  readonly providers: readonly ProviderView[];
}) {
  const { data: workers } = useWorkers();
  const drawn = workers?.some(({ role }) => role === 'worker') ?? true;
  return (
    <Table
      caption={t`Queues`}
      head={
        <>
          <HeadCell>{t`Queue`}</HeadCell>
          <HeadCell>{t`State`}</HeadCell>
          <HeadCell align="end">{t`Waiting`}</HeadCell>
          <HeadCell align="end">{t`Running`}</HeadCell>
          <HeadCell align="end">{t`Delayed`}</HeadCell>
          <HeadCell align="end">{t`The first waits for`}</HeadCell>
        </>
      }
    >
      {queues.map((queue) => {
        const provider = providers.find(({ id }) => id === queue.provider);
        return (
          <Row key={queue.name}>
            <Cell className="whitespace-nowrap">
              {queue.provider === null ? (
                <span className="font-medium">{t`Sheets and books`}</span>
              ) : (
                <Link to="/operations/providers" hash={queue.provider} className={linkClasses}>
                  {queue.provider}
                </Link>
              )}
            </Cell>
            <Cell>
              {provider !== undefined && <ProviderBadge provider={provider} busy={queue.active > 0} workers={drawn} />}
            </Cell>
            <Count>{queue.waiting}</Count>
            <Count>{queue.active}</Count>
            <Count>{queue.delayed}</Count>
            <Cell align="end">
              {queue.oldestWaitingMs === null ? (
                <span className="text-ink-soft">–</span>
              ) : (
                formatDuration(queue.oldestWaitingMs)
              )}
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

/** What is not there is not worth looking at. */
const Count = ({ children }: { readonly children: number }) => (
  <Cell align="end" className={children === 0 ? 'text-ink-soft' : 'font-medium'}>
    {children}
  </Cell>
);
