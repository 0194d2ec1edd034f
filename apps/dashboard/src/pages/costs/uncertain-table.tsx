import { plural, t } from '@lingui/core/macro';
import type { CostsView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { formatTime } from '../../parts/format-time.ts';
import { Money } from '../../parts/money.tsx';
import { linkClasses, Section } from '../../parts/section.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { SettleButton } from '../story/ledger/settle-button.tsx';
import { numberList } from '../story/words/number-list.ts';

/** The most expensive ones; the others are a press away. */
const shownFirst = 5;
/** Where there is no room, the button matters more. */
const wide = 'hidden whitespace-nowrap md:table-cell';

/** Requests of which it is not known whether they were paid, to be settled one by one. */
export function UncertainTable({ requests }: { readonly requests: CostsView['uncertain'] }) {
  const [all, setAll] = useState(false);
  if (requests.length === 0) return null;
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
        {(all ? requests : requests.slice(0, shownFirst)).map((it) => (
          <Row key={`${it.story} ${it.request}`}>
            <Cell className="min-w-36">
              <Link
                to="/stories/$id/ledger"
                params={{ id: it.story }}
                dir="auto"
                className={`${linkClasses} line-clamp-2`}
              >
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
        ))}
      </Table>
      {requests.length > shownFirst && !all && (
        <Button size="small" className="mt-2" onClick={() => setAll(true)}>
          {plural(requests.length, { one: 'Show all #', other: 'Show all #' })}
        </Button>
      )}
    </Section>
  );
}
