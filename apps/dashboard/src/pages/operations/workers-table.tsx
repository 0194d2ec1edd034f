import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { WorkerView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { useStoryTitle } from '../../data/operation-queries.ts';
import { useElapsed } from '../../data/use-elapsed.ts';
import { foreign } from '../../language/foreign.ts';
import { Badge } from '../../parts/badge.tsx';
import { formatAge, formatDuration } from '../../parts/format-age.ts';
import { linkClasses } from '../../parts/section.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { useLastHeard } from './use-last-heard.ts';

/** A process gives a sign of life every 2 s; one that is silent for this long may be gone. */
const silentMs = 6_000;

const roleWords = { worker: msg`worker, draws`, finalizer: msg`finalizer, composes` } as const;

/** The processes that live, and what each works on. */
export function WorkersTable({
  workers,
  readAt,
}: {
  readonly workers: readonly WorkerView[];
  /** When the list was read, ms since the epoch. */
  readonly readAt: number;
}) {
  const sinceRead = useElapsed(readAt);
  const lastHeard = useLastHeard(workers, readAt);
  return (
    <Table
      caption={t`Workers and finalizers`}
      head={
        <>
          <HeadCell>{t`Process`}</HeadCell>
          <HeadCell>{t`Works on`}</HeadCell>
          <HeadCell>{t`Runs for`}</HeadCell>
          <HeadCell>{t`Last heard of`}</HeadCell>
        </>
      }
    >
      {workers.map((worker) => {
        const { id, role, host, pid, startedAt, seenAt, holds } = worker;
        const silence = (lastHeard.get(id) ?? 0) + sinceRead;
        return (
          <Row key={id}>
            <Cell className="align-top">
              <p className="font-medium whitespace-nowrap">{t(roleWords[role])}</p>
              <p className="text-ink-soft text-sm whitespace-nowrap">
                <bdi dir="ltr">{t`${host}, pid ${pid}`}</bdi>
              </p>
            </Cell>
            <Cell className="min-w-56 align-top">
              {holds.length === 0 && <span className="text-ink-soft">{t`nothing now`}</span>}
              <ul className="flex flex-col gap-1">
                {holds.map((hold) => (
                  <li key={`${hold.story} ${hold.what} ${hold.since}`}>
                    <Hold hold={hold} seenAt={seenAt} />
                  </li>
                ))}
              </ul>
            </Cell>
            <Cell className="align-top whitespace-nowrap">{between(startedAt, seenAt)}</Cell>
            <Cell className="align-top">
              {silence < silentMs ? (
                formatAge(silence)
              ) : (
                <Badge tone="bad">{t`silent for ${formatDuration(silence)}`}</Badge>
              )}
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}

function Hold({
  hold: { story, what, since },
  seenAt,
}: {
  readonly hold: WorkerView['holds'][number];
  readonly seenAt: string;
}) {
  const work = foreign(what);
  return (
    <>
      {story !== null ? (
        <Trans>
          {work} of <StoryLink id={story} />
        </Trans>
      ) : what === 'sweep' ? (
        work
      ) : (
        t`${work} of another user’s story`
      )}{' '}
      <span className="text-ink-soft text-sm whitespace-nowrap">{t`for ${between(since, seenAt)}`}</span>
    </>
  );
}

function StoryLink({ id }: { readonly id: string }) {
  const title = useStoryTitle(id);
  return (
    <Link to="/stories/$id" params={{ id }} dir="auto" className={linkClasses}>
      {title ?? id}
    </Link>
  );
}

/** Both by the clock of the server. */
const between = (from: string, to: string): string => formatDuration(Math.max(Date.parse(to) - Date.parse(from), 0));
