import { t } from '@lingui/core/macro';
import type { CostsView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { Money } from '../../parts/money.tsx';
import { linkClasses, Section } from '../../parts/section.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { QuietMoney } from './costs-tables.tsx';

/** The most expensive stories, with what of it was wasted and what is still to come. */
export function StoriesCostTable({ stories }: { readonly stories: CostsView['byStory'] }) {
  if (stories.length === 0) return null;
  return (
    <Section
      title={t`Most expensive stories`}
      aside={<p className="text-ink-soft text-sm">{t`Each over its whole life, whatever the period`}</p>}
    >
      <Table
        caption={t`Costs of stories`}
        head={
          <>
            <HeadCell>{t`Story`}</HeadCell>
            <HeadCell align="end">{t`Spent`}</HeadCell>
            <HeadCell align="end">{t`Wasted`}</HeadCell>
            <HeadCell align="end">{t`Discarded takes`}</HeadCell>
            <HeadCell align="end">{t`Uncertain`}</HeadCell>
            <HeadCell align="end">{t`Held`}</HeadCell>
            <HeadCell align="end">{t`Still to come`}</HeadCell>
          </>
        }
      >
        {stories.map((it) => (
          <Row key={it.story}>
            <Cell className="min-w-56">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Link
                  to="/stories/$id/ledger"
                  params={{ id: it.story }}
                  dir="auto"
                  className={`${linkClasses} line-clamp-2 max-w-md`}
                >
                  {it.title}
                </Link>
                <StatusBadge status={it.status} />
              </div>
            </Cell>
            <Cell align="end" className="font-medium">
              <Money usd={it.spentUsd} />
            </Cell>
            {[it.wastedUsd, it.discardedUsd, it.possiblyUsd, it.heldUsd, it.forecastUsd].map((usd, index) => (
              <Cell key={index} align="end">
                <QuietMoney usd={usd} />
              </Cell>
            ))}
          </Row>
        ))}
      </Table>
    </Section>
  );
}
