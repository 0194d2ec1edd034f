import { t } from '@lingui/core/macro';
import { ApiError } from '@nextpanel/client';
import type { NoteView } from '@nextpanel/core';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useNotes } from '../../data/note-queries.ts';
import { useStory } from '../../data/story-queries.ts';
import { useStoryEvents } from '../../data/use-story-events.ts';
import { buttonClasses } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { Loading } from '../../parts/skeleton.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { LinkTabs } from '../../parts/tabs.tsx';
import { PageHeading } from '../../shell/page-heading.tsx';
import { StoryActions } from './actions/story-actions.tsx';
import { PanelDrawer } from './panel/panel-drawer.tsx';
import { StoryFacts } from './story-facts.tsx';
import { WaitingNote } from './waiting-note.tsx';

/** One story: the parts all its pages share. */
export function StoryPage() {
  const { id } = useParams({ from: '/stories/$id' });
  useStoryEvents(id);
  const { data: story, error, refetch } = useStory(id);
  const { data: notes } = useNotes(id);
  if (story !== undefined && error instanceof ApiError && error.status === 404)
    return <DeletedStory title={story.title} />;
  if (error !== null && story === undefined) {
    return (
      <>
        <PageHeading title={t`Story`} />
        <ProblemNote title={t`The story could not be loaded`} error={error} onRetry={() => void refetch()} />
        <p className="mt-4">
          <Link to="/" className="text-accent font-medium underline">{t`All stories`}</Link>
        </p>
      </>
    );
  }
  if (story === undefined) return <Loading what={t`the story`} />;
  const chain = { label: t`Chain`, to: '/stories/$id/chain', params: { id } } as const;
  const book = { label: t`Book`, to: '/stories/$id/book', params: { id } } as const;
  return (
    <>
      <PageHeading
        title={story.title}
        aside={<StatusBadge status={story.status} waitingOn={story.waitingOn} />}
        actions={<StoryActions story={story} />}
      />
      <WaitingNote story={story} />
      <StoryFacts story={story} />
      <LinkTabs
        label={t`Parts of the story`}
        tabs={[
          ...(story.status === 'completed' ? [book, chain] : [chain, book]),
          { label: t`Panels`, to: '/stories/$id/panels', params: { id } },
          { label: t`Cast`, to: '/stories/$id/cast', params: { id } },
          { label: t`Languages`, to: '/stories/$id/languages', params: { id } },
          { label: notesLabel(notes), to: '/stories/$id/notes', params: { id } },
          { label: t`Timeline`, to: '/stories/$id/timeline', params: { id } },
          { label: t`Ledger`, to: '/stories/$id/ledger', params: { id } },
        ]}
      />
      <div className="pt-4">
        <Outlet />
      </div>
      <PanelDrawer story={story} />
    </>
  );
}

/** With how many are open. */
function notesLabel(notes: readonly NoteView[] | undefined): string {
  const open = (notes ?? []).filter(({ resolved }) => !resolved).length;
  return open === 0 ? t`Notes` : t`Notes (${open})`;
}

/** The story was deleted while it was shown. */
function DeletedStory({ title }: { readonly title: string }) {
  return (
    <>
      <PageHeading title={title} />
      <div role="alert">
        <EmptyState
          title={t`This story was deleted`}
          action={<Link to="/" className={buttonClasses('primary')}>{t`All stories`}</Link>}
        >
          {t`It was deleted while you were viewing it. Its panels and books are gone; its cost stays in the totals.`}
        </EmptyState>
      </div>
    </>
  );
}
