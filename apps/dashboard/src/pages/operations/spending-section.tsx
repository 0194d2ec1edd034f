import type { Spending, StoryView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { useSpending } from '../../data/operation-queries.ts';
import { useStories } from '../../data/story-queries.ts';
import { formatUsd } from '../../parts/format-usd.ts';
import { Money } from '../../parts/money.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { Fact } from './queue-counts.tsx';
import { boxClasses, linkClasses, Section } from './section.tsx';

/** What all stories have cost so far, by provider, and how much of their budgets active stories have used. */
export function SpendingSection() {
  const { data, error, refetch } = useSpending();
  return (
    <Section title="Spending">
      {error !== null && data === undefined && (
        <ProblemNote title="The spending could not be loaded" error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading what="the spending" />}
      {data !== undefined && (
        <div className="flex flex-col gap-4">
          <dl className={`${boxClasses} grid grid-cols-1 gap-3 sm:grid-cols-3`}>
            <Fact name="Spent, all stories">{formatUsd(data.total.spentUsd)}</Fact>
            <Fact name="Held for requests in progress">{formatUsd(data.total.heldUsd)}</Fact>
            <Fact name="Possibly paid, outcome unknown">{formatUsd(data.total.possiblyUsd)}</Fact>
          </dl>
          <ByProvider providers={data.providers} />
          <Budgets />
        </div>
      )}
    </Section>
  );
}

function ByProvider({ providers }: { readonly providers: Readonly<Record<string, Spending>> }) {
  const rows = Object.entries(providers).sort(([, a], [, b]) => b.spentUsd - a.spentUsd);
  if (rows.length === 0) return <p className="text-ink-soft">Nothing was ordered yet.</p>;
  return (
    <Table
      caption="Spending by provider"
      head={
        <>
          <HeadCell>Provider</HeadCell>
          <HeadCell align="end">Spent</HeadCell>
          <HeadCell align="end">Held</HeadCell>
          <HeadCell align="end">Possibly</HeadCell>
        </>
      }
    >
      {rows.map(([provider, spending]) => (
        <Row key={provider}>
          <Cell>{provider}</Cell>
          <Cell align="end">
            <Money usd={spending.spentUsd} />
          </Cell>
          <Cell align="end">
            <Money usd={spending.heldUsd} />
          </Cell>
          <Cell align="end">
            <Money usd={spending.possiblyUsd} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** Active stories with a budget, those closest to their limit first. */
function Budgets() {
  const { data } = useStories({ status: 'drawing' });
  const stories = (data?.pages.flatMap(({ items }) => items) ?? [])
    .filter(({ status, cost }) => status === 'drawing' && cost.budgetUsd !== null)
    .sort((a, b) => usedShare(b) - usedShare(a));
  if (stories.length === 0) return null;
  return (
    <Table
      caption="Budgets of active stories"
      head={
        <>
          <HeadCell>Drawn now</HeadCell>
          <HeadCell align="end">Used and held</HeadCell>
          <HeadCell align="end">Budget</HeadCell>
          <HeadCell align="end">Share</HeadCell>
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
          <Cell align="end">{Math.round(usedShare(story) * 100)} %</Cell>
        </Row>
      ))}
    </Table>
  );
}

const usedUsd = ({ cost }: StoryView): number => cost.spentUsd + cost.heldUsd + cost.possiblyUsd;
const usedShare = (story: StoryView): number => usedUsd(story) / Math.max(story.cost.budgetUsd ?? 0, 0.0001);
