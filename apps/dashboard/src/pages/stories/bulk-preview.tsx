import { t } from '@lingui/core/macro';
import type { BulkResult, StoryView } from '@nextpanel/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { type BulkVerb, bulkWords, costWords, leftOutWords } from './bulk-verbs.ts';

/** This many titles are listed; the rest are counted. */
const mostNamed = 3;

/** What an action would do to which stories, and what it would cost, as the server foresees it. */
export function BulkPreview({
  verb,
  stories,
  chosen,
  preview: { data, error, refetch },
}: {
  readonly verb: BulkVerb;
  /** Those that are known by title. */
  readonly stories: readonly StoryView[];
  /** null: all that match. */
  readonly chosen: number | null;
  readonly preview: UseQueryResult<BulkResult>;
}) {
  const count = data?.changed.length ?? stories.length;
  const more = stories.length - mostNamed;
  return (
    <>
      <ul className="text-ink mb-3 list-disc ps-5">
        {stories.slice(0, mostNamed).map(({ id, title }) => (
          <li key={id}>
            <bdi className="inline-block max-w-full truncate align-bottom">{title}</bdi>
          </li>
        ))}
        {more > 0 && <li>{t`${more} more`}</li>}
      </ul>
      <p className="mt-1">{bulkWords(verb).effect(count)}</p>
      {error !== null && data === undefined && (
        <ProblemNote title={t`The price could not be worked out`} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <p className="mt-1">{t`Working out the price …`}</p>}
      {data !== undefined &&
        [
          costWords(verb, data.cost),
          leftOutWords(verb, chosen ?? data.changed.length + data.refused.length + data.unchanged.length, count),
          data.more ? t`There are more than a thousand: the price is that of the first thousand.` : null,
        ].map(
          (words) =>
            words !== null && (
              <p key={words} className="mt-1">
                {words}
              </p>
            ),
        )}
    </>
  );
}
