import { t } from '@lingui/core/macro';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Checkbox } from '../../parts/checkbox.tsx';
import { classNames } from '../../parts/class-names.ts';
import { SelectAll, type StoryListProps } from './stories-table.tsx';
import { StoryProgress, StoryStatusNote } from './story-cells.tsx';
import { StoryCover } from './story-thumbnail.tsx';

/** The next stories are fetched when the end of the board is this near to the screen. */
const ahead = '800px';

/** All stories as covers. Those off the screen are neither laid out nor painted, and their pictures are not fetched. */
export function StoriesBoard({ stories, selection, hasMore, onNearEnd }: StoryListProps) {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(onNearEnd);
  latest.current = onNearEnd;
  useEffect(() => {
    const mark = end.current;
    if (mark === null) return undefined;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && latest.current(), {
      rootMargin: ahead,
    });
    watch.observe(mark);
    return () => watch.disconnect();
    // After each page the mark may still be near: watching it again says so.
  }, [stories.length]);
  return (
    <>
      <div className="mb-3">
        <SelectAll selection={selection} hideLabel={false} />
      </div>
      <ul aria-label={t`Stories`} className="grid grid-cols-[repeat(auto-fill,minmax(min(11rem,45%),1fr))] gap-4">
        {stories.map((story, index) => {
          const selected = selection.has(story.id);
          return (
            <li
              key={story.id}
              data-story={story.id}
              aria-setsize={hasMore ? -1 : stories.length}
              aria-posinset={index + 1}
              className={classNames(
                'border-line relative flex flex-col overflow-hidden rounded-xl border [contain-intrinsic-size:auto_22rem] [content-visibility:auto]',
                selected ? 'bg-accent-soft' : 'bg-surface',
              )}
            >
              <Link
                // A finished story opens on its book.
                to={story.status === 'completed' ? '/stories/$id/book' : '/stories/$id'}
                params={{ id: story.id }}
                data-walk="story"
                className="group flex min-w-0 flex-col"
              >
                <StoryCover story={story} />
                <bdi dir="auto" className="line-clamp-2 px-3 pt-2 font-medium break-words group-hover:underline">
                  {story.title}
                </bdi>
              </Link>
              <div className="mt-auto flex flex-col gap-2 p-3">
                <StoryProgress story={story} />
                <div className="flex items-start justify-between gap-2">
                  <StoryStatusNote story={story} />
                  <Checkbox
                    label={t`Select ${story.title}`}
                    hideLabel
                    checked={selected}
                    onChange={(next) => selection.set(story.id, next)}
                  />
                </div>
              </div>
            </li>
          );
        })}
      </ul>
      <div ref={end} />
    </>
  );
}
