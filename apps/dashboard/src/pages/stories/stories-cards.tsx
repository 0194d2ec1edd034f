import { t } from '@lingui/core/macro';
import { useRef } from 'react';
import { Checkbox } from '../../parts/checkbox.tsx';
import { classNames } from '../../parts/class-names.ts';
import { SelectAll, type StoryListProps } from './stories-table.tsx';
import { StoryAge, StoryCost, StoryProgress, StoryProvider, StoryStatusNote, StoryTitle } from './story-cells.tsx';
import { useWindowRows } from './use-window-rows.ts';

const cardHeight = 196;

/** All stories as cards; only those near the viewport are rendered. */
export function StoriesCards({ stories, sort, selection, hasMore, onNearEnd }: StoryListProps) {
  const list = useRef<HTMLUListElement>(null);
  const { rows, before, after, measure } = useWindowRows({
    list,
    count: stories.length,
    rowHeight: cardHeight,
    keyOf: (index) => stories[index]?.id ?? String(index),
    onNearEnd,
  });
  return (
    <div className="mx-auto max-w-3xl">
      {selection.possible && (
        <div className="mb-3">
          <SelectAll selection={selection} hideLabel={false} />
        </div>
      )}
      <ul ref={list} aria-label={t`Stories`} style={{ paddingTop: before, paddingBottom: after }}>
        {rows.map(({ index, key }) => {
          const story = stories[index];
          if (story === undefined) return null;
          const selected = selection.has(story.id);
          return (
            <li
              key={key}
              ref={measure}
              data-index={index}
              data-story={story.id}
              aria-setsize={hasMore ? -1 : stories.length}
              aria-posinset={index + 1}
              className="pb-3"
            >
              <div
                className={classNames(
                  'border-line flex flex-col gap-2.5 rounded-xl border p-3',
                  selected ? 'bg-accent-soft' : 'bg-surface',
                )}
              >
                <div className="flex items-start justify-between gap-3">
                  <StoryTitle story={story} />
                  {selection.possible && (
                    <Checkbox
                      label={t`Select ${story.title}`}
                      hideLabel
                      checked={selected}
                      onChange={(next) => selection.set(story.id, next)}
                    />
                  )}
                </div>
                <StoryProgress story={story} />
                <div className="flex items-start justify-between gap-3">
                  <StoryStatusNote story={story} />
                  <StoryAge story={story} sort={sort} />
                </div>
                <div className="flex items-start justify-between gap-3 text-sm">
                  <StoryProvider story={story} />
                  <StoryCost story={story} />
                </div>
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
