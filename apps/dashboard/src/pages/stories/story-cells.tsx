import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { StoryView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { describeCode, describeWait } from '../../language/code-words.ts';
import { Money } from '../../parts/money.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { RelativeTime } from '../../parts/relative-time.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import type { StoriesSort } from './stories-search.ts';
import { StoryThumbnail } from './story-thumbnail.tsx';
import { waitingWords } from './waiting-words.ts';

interface StoryProps {
  readonly story: StoryView;
}

/** Picture and title, one link to the story. */
export function StoryTitle({ story }: StoryProps) {
  return (
    <Link
      // A finished story opens on its book.
      to={story.status === 'completed' ? '/stories/$id/book' : '/stories/$id'}
      params={{ id: story.id }}
      data-walk="story"
      className="group flex min-w-0 items-center gap-3 rounded-md"
    >
      <StoryThumbnail story={story} />
      <span className="min-w-0">
        <bdi dir="auto" className="line-clamp-2 font-medium break-words group-hover:underline">
          {story.title}
        </bdi>
        <span className="text-ink-soft block truncate font-mono text-xs">{story.id}</span>
      </span>
    </Link>
  );
}

/** The status and the reason for it. */
export function StoryStatusNote({ story }: StoryProps) {
  const waiting = waitingWords(story);
  return (
    <div className="min-w-0">
      <StatusBadge status={story.status} waitingOn={story.waitingOn} />
      {waiting !== null && (
        <p
          className="text-ink-soft mt-1 line-clamp-2 text-xs leading-snug"
          title={
            story.waiting
              ? describeWait(story.waiting, Date.now())
              : story.waitingOn === null
                ? waiting
                : `${describeCode(story.waitingOn).title}.`
          }
        >
          {waiting}
        </p>
      )}
    </div>
  );
}

export function StoryProgress({ story: { title, progress } }: StoryProps) {
  return <ProgressBar label={t`Panels of ${title}`} value={progress.panels.drawn} max={progress.panels.total} />;
}

export function StoryProvider({ story: { provider, model } }: StoryProps) {
  return (
    <div className="min-w-0">
      <p className="truncate">{provider}</p>
      {model !== provider && (
        <p className="text-ink-soft truncate text-xs" title={model}>
          {model}
        </p>
      )}
    </div>
  );
}

/** The cost so far and the estimate; and what may have been paid in addition. */
export function StoryCost({ story: { cost } }: StoryProps) {
  return (
    <div className="whitespace-nowrap tabular-nums">
      <Money usd={cost.spentUsd} />
      <span className="text-ink-soft">
        {' '}
        / <span className="sr-only">{t`estimated`} </span>
        <Money usd={cost.estimateUsd} />
      </span>
      {cost.possiblyUsd > 0 && (
        <p className="text-warn text-xs">
          <Trans>
            + possibly <Money usd={cost.possiblyUsd} />
          </Trans>
        </p>
      )}
    </div>
  );
}

/** How long ago it was submitted or, if the list is sorted by that, changed. */
export const StoryAge = ({ story, sort }: StoryProps & { readonly sort: StoriesSort }) => (
  <span className="text-ink-soft text-sm">
    <RelativeTime at={sort.endsWith('created') ? story.createdAt : story.updatedAt} />
  </span>
);
