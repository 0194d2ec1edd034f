import { t } from '@lingui/core/macro';
import type { CostsView } from '@nextpanel/core';
import type { ReactNode } from 'react';
import { formatNumber, formatShare } from '../../parts/format-number.ts';
import { Money } from '../../parts/money.tsx';
import { Section } from '../../parts/section.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';

type Sums = CostsView['total'];

export function ModelsTable({ models }: { readonly models: CostsView['byModel'] }) {
  const rows = models.toSorted((a, b) => b.spentUsd - a.spentUsd);
  return (
    <Section title={t`By model`}>
      {rows.length === 0 ? (
        <p className="text-ink-soft">{t`Nothing was ordered in this time.`}</p>
      ) : (
        <SumsTable
          caption={t`Costs by model`}
          name={t`Model`}
          rows={rows.map(({ provider, model, ...sums }) => ({
            key: `${provider}/${model}`,
            name: (
              <>
                {model} <span className="text-ink-soft text-sm">{provider}</span>
              </>
            ),
            sums,
          }))}
        />
      )}
    </Section>
  );
}

/** Shown to the operator, and only where there is more than one. */
export function TenantsTable({ tenants }: { readonly tenants: CostsView['byTenant'] }) {
  if (tenants.length < 2) return null;
  return (
    <Section title={t`By tenant`}>
      <SumsTable
        caption={t`Costs by tenant`}
        name={t`Tenant`}
        rows={tenants
          .toSorted((a, b) => b.spentUsd - a.spentUsd)
          .map(({ tenant, ...sums }) => ({ key: tenant, name: tenant, sums }))}
      />
    </Section>
  );
}

function SumsTable({
  caption,
  name,
  rows,
}: {
  readonly caption: string;
  readonly name: string;
  readonly rows: readonly { readonly key: string; readonly name: ReactNode; readonly sums: Sums }[];
}) {
  const all = rows.reduce((sum, { sums }) => sum + sums.spentUsd, 0);
  return (
    <Table
      caption={caption}
      head={
        <>
          <HeadCell>{name}</HeadCell>
          <HeadCell align="end">{t`Spent`}</HeadCell>
          <HeadCell align="end">{t`Share`}</HeadCell>
          <HeadCell align="end">{t`Wasted`}</HeadCell>
          <HeadCell align="end">{t`Uncertain`}</HeadCell>
          <HeadCell align="end">{t`Held`}</HeadCell>
          <HeadCell align="end">{t`Pictures`}</HeadCell>
        </>
      }
    >
      {rows.map(({ key, name: label, sums }) => (
        <Row key={key}>
          <Cell className="whitespace-nowrap">{label}</Cell>
          <Cell align="end">
            <Money usd={sums.spentUsd} />
          </Cell>
          <Cell align="end" className="text-ink-soft">
            {formatShare(sums.spentUsd / Math.max(all, 0.000_001))}
          </Cell>
          {[sums.wastedUsd, sums.possiblyUsd, sums.heldUsd].map((usd, index) => (
            <Cell key={index} align="end">
              <QuietMoney usd={usd} />
            </Cell>
          ))}
          <Cell align="end">{formatNumber(sums.images)}</Cell>
        </Row>
      ))}
    </Table>
  );
}

/** Nothing is not worth looking at. */
export const QuietMoney = ({ usd }: { readonly usd: number }) =>
  usd === 0 ? (
    <span className="text-ink-soft">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{t`nothing`}</span>
    </span>
  ) : (
    <Money usd={usd} />
  );
