import { plural, t } from '@lingui/core/macro';
import type { CostsView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { formatTime } from '../../parts/format-time.ts';
import { Money } from '../../parts/money.tsx';
import { linkClasses, Section } from '../../parts/section.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { scriptTitle } from '../scripts/script-words.ts';
import { SettleButton, SettleScriptButton } from '../story/ledger/settle-button.tsx';
import { numberList } from '../story/words/number-list.ts';

/** The most expensive ones; the others are a press away. */
const shownFirst = 5;
/** Where there is no room, the button matters more. */
const wide = 'hidden whitespace-nowrap md:table-cell';

interface UncertainTableProps {
  readonly requests: CostsView['uncertain'];
  readonly scripts: CostsView['uncertainScripts'];
}

/** Requests of which it is not known whether they were paid, to be settled one by one. */
export function UncertainTable({ requests, scripts }: UncertainTableProps) {
  const [all, setAll] = useState(false);
  const rows = [
    ...requests.map((it) => ({
      costUsd: it.costUsd,
      row: <RequestRow key={`${it.story} ${it.request}`} request={it} />,
    })),
    ...scripts.map((it) => ({ costUsd: it.costUsd, row: <CallRow key={it.call} of={it} /> })),
  ].sort((a, b) => b.costUsd - a.costUsd);
  if (rows.length === 0) return null;
  return (
    <Section title={t`To settle`}>
      <p className="text-ink-soft mb-3 max-w-prose">{t`These requests were cut off by a crash or a lost connection. Budgets count them as spent until you say whether the provider charged for them; its bill tells.`}</p>
      <Table
        caption={t`Requests to settle`}
        head={
          <>
            <HeadCell>{t`Story`}</HeadCell>
            <HeadCell>{t`Panels`}</HeadCell>
            <HeadCell className={wide}>{t`Model`}</HeadCell>
            <HeadCell className={wide}>{t`Ordered`}</HeadCell>
            <HeadCell align="end">{t`Possibly paid`}</HeadCell>
            <HeadCell>
              <span className="sr-only">{t`Settle`}</span>
            </HeadCell>
          </>
        }
      >
        {(all ? rows : rows.slice(0, shownFirst)).map(({ row }) => row)}
      </Table>
      {rows.length > shownFirst && !all && (
        <Button size="small" className="mt-2" onClick={() => setAll(true)}>
          {plural(rows.length, { one: 'Show all #', other: 'Show all #' })}
        </Button>
      )}
    </Section>
  );
}

const RequestRow = ({ request: it }: { readonly request: CostsView['uncertain'][number] }) => (
  <Row>
    <Cell className="min-w-36">
      <Link to="/stories/$id/ledger" params={{ id: it.story }} dir="auto" className={`${linkClasses} line-clamp-2`}>
        {it.title}
      </Link>
    </Cell>
    <Cell className="whitespace-nowrap">{numberList(it.panels)}</Cell>
    <Cell className={wide}>
      {it.model} <span className="text-ink-soft text-sm">{it.provider}</span>
    </Cell>
    <Cell className={wide}>{it.orderedAt === null ? t`unknown` : formatTime(it.orderedAt)}</Cell>
    <Cell align="end">
      <Money usd={it.costUsd} price />
    </Cell>
    <Cell align="end">
      <SettleButton story={it.story} entry={it} />
    </Cell>
  </Row>
);

const CallRow = ({ of: it }: { readonly of: CostsView['uncertainScripts'][number] }) => (
  <Row>
    <Cell className="min-w-36">
      <Link to="/scripts/$id" params={{ id: it.script }} dir="auto" className={`${linkClasses} line-clamp-2`}>
        {scriptTitle({ title: it.title, createdAt: it.sentAt })}
      </Link>
    </Cell>
    <Cell className="text-ink-soft">{t`script`}</Cell>
    <Cell className={wide}>
      <bdi>{it.model}</bdi>
    </Cell>
    <Cell className={wide}>{formatTime(it.orderedAt)}</Cell>
    <Cell align="end">
      <Money usd={it.costUsd} price />
    </Cell>
    <Cell align="end">
      <SettleScriptButton script={it.script} call={{ id: it.call, model: it.model, costUsd: it.costUsd }} />
    </Cell>
  </Row>
);
