import { t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { useStories } from '../../data/story-queries.ts';
import { formatShare } from '../../parts/format-number.ts';
import { Money } from '../../parts/money.tsx';
import { linkClasses, Section } from '../../parts/section.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';

/** Active stories with a budget, those closest to their limit first. */
export function BudgetsTable() {
  const { data } = useStories({ status: 'drawing' });
  const stories = (data?.pages.flatMap(({ items }) => items) ?? [])
    .filter(({ status, cost }) => status === 'drawing' && cost.budgetUsd !== null)
    .sort((a, b) => usedShare(b) - usedShare(a));
  if (stories.length === 0) return null;
  return (
    <Section title={t`Budgets`}>
      <Table
        caption={t`Budgets of active stories`}
        head={
          <>
            <HeadCell>{t`Active story`}</HeadCell>
            <HeadCell align="end">{t`Used and held`}</HeadCell>
            <HeadCell align="end">{t`Budget`}</HeadCell>
            <HeadCell align="end">{t`Share`}</HeadCell>
          </>
        }
      >
        {stories.map((story) => (
          <Row key={story.id}>
            <Cell className="min-w-40">
              <Link to="/stories/$id/ledger" params={{ id: story.id }} dir="auto" className={linkClasses}>
                {story.title}
              </Link>
            </Cell>
            <Cell align="end">
              <Money usd={usedUsd(story)} />
            </Cell>
            <Cell align="end">
              <Money usd={story.cost.budgetUsd ?? 0} />
            </Cell>
            <Cell align="end">{formatShare(usedShare(story))}</Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}

const usedUsd = ({ cost }: StoryView): number => cost.spentUsd + cost.heldUsd + cost.possiblyUsd;
const usedShare = (story: StoryView): number => usedUsd(story) / Math.max(story.cost.budgetUsd ?? 0, 0.0001);
