import { t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { describeCode } from '../../language/code-words.ts';
import { formatNumber } from '../../parts/format-number.ts';
import { RelativeTime } from '../../parts/relative-time.tsx';
import { linkClasses, Section } from '../../parts/section.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';

/** This many are listed. */
const mostShown = 20;

/** The stories that are drawn next, by their place in the line of their provider. */
export function NextInLine({ stories }: { readonly stories: readonly StoryView[] }) {
  const inLine = stories
    .flatMap((story) => (story.line === undefined ? [] : [{ ...story, line: story.line }]))
    .toSorted((a, b) => a.line.place - b.line.place || a.provider.localeCompare(b.provider));
  if (inLine.length === 0) return null;
  return (
    <Section
      title={t`Next in line`}
      aside={
        <p className="text-ink-soft text-sm">{t`By priority within a tenant. Tenants take turns, so a long queue of one does not hold up the others.`}</p>
      }
    >
      <Table
        caption={t`Stories in line`}
        head={
          <>
            <HeadCell align="end">{t`Place`}</HeadCell>
            <HeadCell>{t`Story`}</HeadCell>
            <HeadCell>{t`Provider`}</HeadCell>
            <HeadCell>{t`Waits for`}</HeadCell>
            <HeadCell align="end">{t`Priority`}</HeadCell>
            <HeadCell align="end">{t`Submitted`}</HeadCell>
          </>
        }
      >
        {inLine.slice(0, mostShown).map((story) => (
          <Row key={story.id}>
            <Cell align="end">
              {story.line.place} <span className="text-ink-soft">{t`of ${story.line.waiting}`}</span>
            </Cell>
            <Cell className="min-w-48">
              <Link to="/stories/$id" params={{ id: story.id }} dir="auto" className={linkClasses}>
                {story.title}
              </Link>
            </Cell>
            <Cell className="whitespace-nowrap">{story.provider}</Cell>
            <Cell className="text-ink-soft min-w-40">
              {story.waitingOn === null ? t`its turn` : describeCode(story.waitingOn).brief}
            </Cell>
            <Cell align="end">{story.priority ?? 0}</Cell>
            <Cell align="end" className="text-ink-soft">
              <RelativeTime at={story.createdAt} />
            </Cell>
          </Row>
        ))}
      </Table>
      {inLine.length > mostShown && (
        <p className="text-ink-soft mt-2 text-sm">{t`and ${formatNumber(inLine.length - mostShown)} more of your stories`}</p>
      )}
    </Section>
  );
}
