import type { StoryView } from '@nextpanel/core';
import { describeCode } from '@nextpanel/core/errors';
import { Link } from '@tanstack/react-router';
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
      title="Next in line"
      aside={
        <p className="text-ink-soft text-sm">
          By priority within a tenant. Tenants take turns, so a long queue of one does not hold up the others.
        </p>
      }
    >
      <Table
        caption="Stories in line"
        head={
          <>
            <HeadCell align="end">Place</HeadCell>
            <HeadCell>Story</HeadCell>
            <HeadCell>Provider</HeadCell>
            <HeadCell>Waits for</HeadCell>
            <HeadCell align="end">Priority</HeadCell>
            <HeadCell align="end">Submitted</HeadCell>
          </>
        }
      >
        {inLine.slice(0, mostShown).map((story) => (
          <Row key={story.id}>
            <Cell align="end">
              {story.line.place} <span className="text-ink-soft">of {story.line.waiting}</span>
            </Cell>
            <Cell className="min-w-48">
              <Link to="/stories/$id" params={{ id: story.id }} dir="auto" className={linkClasses}>
                {story.title}
              </Link>
            </Cell>
            <Cell className="whitespace-nowrap">{story.provider}</Cell>
            <Cell className="text-ink-soft min-w-40">
              {story.waitingOn === null ? 'its turn' : describeCode(story.waitingOn).brief}
            </Cell>
            <Cell align="end">{story.priority ?? 0}</Cell>
            <Cell align="end" className="text-ink-soft">
              <RelativeTime at={story.createdAt} />
            </Cell>
          </Row>
        ))}
      </Table>
      {inLine.length > mostShown && (
        <p className="text-ink-soft mt-2 text-sm">and {inLine.length - mostShown} more of your stories</p>
      )}
    </Section>
  );
}
