import { plural, t } from '@lingui/core/macro';
import type { LedgerEntry } from '@nextpanel/core';
import { coverPanel } from '@nextpanel/core/cover-id';
import { isPlatePanel, plateOf } from '@nextpanel/core/plate-panel';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo, useRef } from 'react';
import { useLedger } from '../../../data/story-queries.ts';
import { listWords } from '../../../language/list-words.ts';
import { Badge } from '../../../parts/badge.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { formatDuration } from '../../../parts/format-age.ts';
import { formatNumber } from '../../../parts/format-number.ts';
import { formatExactTime } from '../../../parts/format-time.ts';
import { Money } from '../../../parts/money.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Loading } from '../../../parts/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../../parts/table.tsx';
import { useRows } from '../use-rows.ts';
import { numberList } from '../words/number-list.ts';
import { requestMeaning, requestTone, requestWord } from '../words/request-words.ts';
import { SettleButton } from './settle-button.tsx';

const rowHeight = 46;

/** Every request that was, or may have been, paid. */
export function LedgerPage() {
  const { id } = useParams({ from: '/stories/$id' });
  const { data, error, refetch } = useLedger(id);
  const entries = useMemo(() => data && [...data].sort(byOrder), [data]);
  const list = useRef<HTMLDivElement>(null);
  const { rows, before, after } = useRows({ list, count: entries?.length ?? 0, rowHeight, overscan: 12 });
  if (entries === undefined) {
    return error === null ? (
      <Loading what={t`the ledger`} />
    ) : (
      <ProblemNote title={t`The ledger could not be loaded`} error={error} onRetry={() => void refetch()} />
    );
  }
  if (entries.length === 0) return <EmptyState title={t`No requests yet`} />;
  return (
    <>
      <Totals entries={entries} />
      <div ref={list}>
        <Table
          caption={t`Requests of the story, ${formatNumber(entries.length)} in all`}
          head={
            <>
              <HeadCell align="end">{t`Batch`}</HeadCell>
              <HeadCell>{t`Panels`}</HeadCell>
              <HeadCell>{t`State`}</HeadCell>
              <HeadCell align="end">{t`Cost`}</HeadCell>
              <HeadCell align="end">{t`Estimate`}</HeadCell>
              <HeadCell>{t`Ordered`}</HeadCell>
              <HeadCell align="end">{t`Took`}</HeadCell>
              <HeadCell>{t`Provider’s request id`}</HeadCell>
            </>
          }
        >
          <Gap height={before} />
          {rows.map(({ index, key }) => {
            const entry = entries[index];
            return entry === undefined ? null : <Entry key={key} story={id} entry={entry} />;
          })}
          <Gap height={after} />
        </Table>
      </div>
    </>
  );
}

/** As they were ordered; what is not ordered yet comes last. */
const byOrder = (a: LedgerEntry, b: LedgerEntry): number =>
  (a.orderedAt ?? a.settledAt ?? '~').localeCompare(b.orderedAt ?? b.settledAt ?? '~');

/** Keeps the room of rows that are not there. */
const Gap = ({ height }: { readonly height: number }) =>
  height > 0 ? (
    <tr>
      <td colSpan={8} style={{ height }} />
    </tr>
  ) : null;

function Totals({ entries }: { readonly entries: readonly LedgerEntry[] }) {
  const totals = useMemo(() => {
    const sum = (state: (it: LedgerEntry['state']) => boolean, cost: (it: LedgerEntry) => number) =>
      entries.filter((entry) => state(entry.state)).reduce((total, entry) => total + cost(entry), 0);
    return {
      paid: sum(
        (state) => state === 'kept' || state === 'refused',
        (it) => it.costUsd,
      ),
      open: sum(
        (state) => state === 'intended' || state === 'ordered',
        (it) => it.estimateUsd,
      ),
      possibly: sum(
        (state) => state === 'possibly_paid',
        (it) => it.costUsd,
      ),
    };
  }, [entries]);
  const lost = entries.filter(({ state }) => state === 'possibly_paid').length;
  return (
    <div className="mb-4 flex flex-col gap-2">
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        <Total name={t`Requests`}>{entries.length}</Total>
        <Total name={t`Paid`}>
          <Money usd={totals.paid} />
        </Total>
        {totals.open > 0 && (
          <Total name={t`Held for requests in progress`}>
            <Money usd={totals.open} />
          </Total>
        )}
        {lost > 0 && (
          <Total name={t`Possibly paid`}>
            <Money usd={totals.possibly} />
          </Total>
        )}
      </dl>
      {lost > 0 && (
        <p className="bg-warn-soft rounded-lg px-3 py-2 text-sm">
          {plural(lost, {
            one: '# request was cut off by a crash or a lost connection, and it is unknown whether the provider charged for it. The budget counts the amount as spent. Check the provider’s bill, then settle it below.',
            other:
              '# requests were cut off by a crash or a lost connection, and it is unknown whether the provider charged for them. The budget counts the amount as spent. Check the provider’s bill, then settle each of them below.',
          })}
        </p>
      )}
    </div>
  );
}

const Total = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="flex gap-1.5">
    <dt className="text-ink-soft">{name}</dt>
    <dd className="font-semibold tabular-nums">{children}</dd>
  </div>
);

/** What was learnt about a request while its outcome was unknown. */
function Evidence({ entry }: { readonly entry: LedgerEntry }) {
  const last = entry.evidence.at(-1);
  if (last === undefined) return null;
  const whose = last.source === 'user' ? t`settled by a user` : t`reported by the provider`;
  return <span className="text-ink-soft ms-2 text-xs">{whose}</span>;
}

function Entry({ story, entry }: { readonly story: string; readonly entry: LedgerEntry }) {
  const { orderedAt, settledAt } = entry;
  const first = entry.panels[0];
  const plates = entry.panelIds.filter(isPlatePanel).map(plateOf);
  return (
    <Row style={{ height: rowHeight }} className="text-sm">
      {/* Plates and the cover are in no batch of the chain. */}
      <Cell align="end">{entry.batch === 0 ? '–' : entry.batch}</Cell>
      <Cell className="whitespace-nowrap">
        {first !== undefined && (
          <Link
            to="."
            params={{ id: story }}
            search={{ panel: first }}
            resetScroll={false}
            className="text-accent underline"
          >
            <span className="sr-only">{t`View panel`}</span>
            {numberList(entry.panels)}
          </Link>
        )}
        {plates[0] !== undefined && (
          <Link to="/stories/$id/cast" params={{ id: story }} hash={plates[0]} className="text-accent underline">
            <span className="sr-only">{t`View plate`}</span>
            <bdi>{listWords(plates)}</bdi>
          </Link>
        )}
        {entry.panelIds.includes(coverPanel) && t`Cover`}
      </Cell>
      <Cell className="whitespace-nowrap">
        <span title={requestMeaning(entry.state)}>
          <Badge tone={requestTone(entry.state)}>{requestWord(entry.state)}</Badge>
        </span>
        {entry.code !== null && <code className="ms-2 text-xs">{entry.code}</code>}
        <Evidence entry={entry} />
        {entry.state === 'possibly_paid' && (
          <span className="ms-2">
            <SettleButton story={story} entry={entry} />
          </span>
        )}
      </Cell>
      <Cell align="end">
        <Money usd={entry.costUsd} price />
      </Cell>
      <Cell align="end" className="text-ink-soft">
        <Money usd={entry.estimateUsd} price />
      </Cell>
      <Cell className="whitespace-nowrap tabular-nums">
        {orderedAt === null ? (
          <span className="text-ink-soft">{entry.state === 'kept' ? t`recalled, not ordered` : t`not yet`}</span>
        ) : (
          <time dateTime={orderedAt} title={orderedAt}>
            {formatExactTime(orderedAt)}
          </time>
        )}
      </Cell>
      <Cell align="end" className="whitespace-nowrap">
        {orderedAt !== null && settledAt !== null && formatDuration(Date.parse(settledAt) - Date.parse(orderedAt))}
      </Cell>
      <Cell className="max-w-56">
        {entry.vendorId === null ? (
          <span className="text-ink-soft">{t`none`}</span>
        ) : (
          // Cut at its own end, also where the page reads from right to left.
          <code dir="ltr" title={entry.vendorId} className="block truncate text-xs rtl:text-end">
            {entry.vendorId}
          </code>
        )}
      </Cell>
    </Row>
  );
}
