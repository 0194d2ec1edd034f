import { t } from '@lingui/core/macro';
import type { QueueView, StoryView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { linkClasses, Section } from '../../parts/section.tsx';
import { Cell, HeadCell, Row, Table } from '../../parts/table.tsx';
import { delayWords } from './delay-words.ts';

/** Stories that wait for a later time, with the reason. */
export function DelayedStories({
  queues,
  inLine,
}: {
  readonly queues: readonly QueueView[];
  /** Those that also stand in line are listed there. */
  readonly inLine: readonly StoryView[];
}) {
  const known = new Set(inLine.map(({ id }) => id));
  const stories = queues
    .flatMap(({ provider, stories: of }) => of.map((story) => ({ ...story, provider })))
    .filter(({ story }) => !known.has(story));
  if (stories.length === 0) return null;
  return (
    <Section title={t`Waiting for a later time`}>
      <Table
        caption={t`Stories that wait for a later time`}
        head={
          <>
            <HeadCell>{t`Story`}</HeadCell>
            <HeadCell>{t`Provider`}</HeadCell>
            <HeadCell>{t`Why, and until when`}</HeadCell>
          </>
        }
      >
        {stories.map(({ story, title, provider, ...why }) => (
          <Row key={story}>
            <Cell className="min-w-48">
              <Link to="/stories/$id" params={{ id: story }} dir="auto" className={linkClasses}>
                {title}
              </Link>
            </Cell>
            <Cell className="whitespace-nowrap">{provider}</Cell>
            <Cell className="min-w-64">{delayWords(why)}</Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
