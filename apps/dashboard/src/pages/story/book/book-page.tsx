import { useParams } from '@tanstack/react-router';
import { useSheets, useStory } from '../../../data/story-queries.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Loading } from '../../../parts/skeleton.tsx';
import { Downloads } from './downloads.tsx';
import { SheetReader } from './sheet-reader.tsx';
import { StripReader } from './strip-reader.tsx';

/** The composed sheets, for reading, and the bound books. */
export function BookPage() {
  const { id } = useParams({ from: '/stories/$id' });
  const { data: story } = useStory(id);
  const { data: sheets, error, refetch } = useSheets(id);
  if (error !== null && sheets === undefined) {
    return <ProblemNote title="The sheets could not be loaded" error={error} onRetry={() => void refetch()} />;
  }
  if (story === undefined || sheets === undefined) return <Loading what="the sheets" />;
  const { readingDirection: direction, layout, title } = story;
  return (
    <div className="flex flex-col gap-4">
      <Downloads story={story} />
      {sheets.length === 0 ? (
        <EmptyState title="No sheets yet" />
      ) : direction === 'vertical' || layout === 'webtoon' ? (
        <StripReader sheets={sheets} title={title} />
      ) : (
        <SheetReader sheets={sheets} direction={direction} title={title} />
      )}
    </div>
  );
}
