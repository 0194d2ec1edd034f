import { plural, t } from '@lingui/core/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Loading, Skeleton } from '../../parts/skeleton.tsx';
import { NewStoryButton } from '../../shell/new-story.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { useWalkKeys } from '../../shell/use-walk-keys.ts';
import { BulkBar } from './bulk-bar.tsx';
import { countStories } from './bulk-verbs.ts';
import { NoStories, NothingFound } from './no-stories.tsx';
import { useSelection } from './selection.ts';
import { StoriesBoard } from './stories-board.tsx';
import { StoriesCards } from './stories-cards.tsx';
import { StoriesFilters } from './stories-filters.tsx';
import { defaultSort, readStoriesSearch, type StoriesSearch } from './stories-search.ts';
import { StoriesTable } from './stories-table.tsx';
import { useShownStories } from './use-shown-stories.ts';
import { useWide } from './use-wide.ts';

const none: readonly never[] = [];

/** All stories, live. The search and the order are in the URL. */
export function StoriesPage() {
  const search = readStoriesSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const { stories, error, refetch, isOld, hasMore, fetchMore } = useShownStories(search);
  const selection = useSelection(stories ?? none);
  useWalkKeys('[data-walk=story]', true);
  const Rows = useWide() ? StoriesTable : StoriesCards;
  const List = search.view === 'board' ? StoriesBoard : Rows;
  const isFiltered = search.q !== undefined || search.status !== undefined;
  const change = (changes: { [Key in keyof StoriesSearch]: StoriesSearch[Key] | undefined }) =>
    void navigate({ to: '.', search: { ...search, ...changes } as StoriesSearch, replace: true });

  return (
    <>
      <PageHeading
        title={t`Stories`}
        aside={
          <p role="status" className="text-ink-soft text-sm">
            {stories !== undefined &&
              stories.length > 0 &&
              !isOld &&
              (hasMore
                ? plural(stories.length, { one: '# story and more', other: '# stories and more' })
                : countStories(stories.length))}
          </p>
        }
        actions={<NewStoryButton />}
      />
      {(isFiltered || stories?.length !== 0) && <StoriesFilters search={search} onChange={change} />}
      {stories === undefined && error !== null && (
        <ProblemNote title={t`The stories could not be loaded`} error={error} onRetry={() => void refetch()} />
      )}
      {stories === undefined && error === null && <Fetching />}
      {stories?.length === 0 &&
        !isOld &&
        (isFiltered ? <NothingFound onClear={() => change({ q: undefined, status: undefined })} /> : <NoStories />)}
      {stories !== undefined && stories.length > 0 && (
        <div aria-busy={isOld} className={isOld ? 'opacity-60' : undefined}>
          <List
            stories={stories}
            sort={search.sort ?? defaultSort}
            selection={selection}
            hasMore={hasMore}
            onNearEnd={fetchMore}
          />
          {hasMore && <p className="text-ink-soft py-4 text-center text-sm">{t`Loading more…`}</p>}
        </div>
      )}
      <BulkBar selection={selection} hasMore={hasMore} search={search} />
    </>
  );
}

function Fetching() {
  return (
    <>
      <Loading what={t`the stories`} />
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="mt-2 h-18" />
      ))}
    </>
  );
}
