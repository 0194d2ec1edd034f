import { t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { memo, useRef } from 'react';
import { Checkbox } from '../../parts/checkbox.tsx';
import { classNames } from '../../parts/class-names.ts';
import { formatNumber } from '../../parts/format-number.ts';
import { Cell, HeadCell } from '../../parts/table.tsx';
import type { Selection } from './selection.ts';
import type { StoriesSort } from './stories-search.ts';
import { StoryAge, StoryCost, StoryProgress, StoryProvider, StoryStatusNote, StoryTitle } from './story-cells.tsx';
import { useWindowRows } from './use-window-rows.ts';

export interface StoryListProps {
  readonly stories: readonly StoryView[];
  readonly sort: StoriesSort;
  readonly selection: Selection;
  readonly hasMore: boolean;
  readonly onNearEnd: () => void;
}

const rowHeight = 77;
/** Checkbox, story, status, panels, provider, cost, age. */
const columns = ['w-12', '', 'w-44', 'w-44', 'w-32', 'w-48', 'w-36'];

/** All stories as a table; only rows near the viewport are rendered. */
export function StoriesTable({ stories, sort, selection, hasMore, onNearEnd }: StoryListProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { rows, before, after, measure } = useWindowRows({
    list: body,
    count: stories.length,
    rowHeight,
    keyOf: (index) => stories[index]?.id ?? String(index),
    onNearEnd,
  });
  return (
    <div className="border-line bg-surface rounded-xl border">
      {/* The head counts as a row. Unknown is -1. */}
      <table
        aria-rowcount={hasMore ? -1 : stories.length + 1}
        className="w-full table-fixed border-collapse text-start"
      >
        <caption className="sr-only">{t`Stories`}</caption>
        <colgroup>
          {(selection.possible ? columns : columns.slice(1)).map((width, index) => (
            <col key={index} className={width} />
          ))}
        </colgroup>
        <thead className="text-ink-soft text-sm">
          <tr className="border-line border-b">
            {selection.possible && (
              <HeadCell>
                <SelectAll selection={selection} />
              </HeadCell>
            )}
            <HeadCell>{t`Story`}</HeadCell>
            <HeadCell>{t`Status`}</HeadCell>
            <HeadCell>{t`Panels drawn`}</HeadCell>
            <HeadCell>{t`Provider`}</HeadCell>
            <HeadCell align="end">{t`Spent / estimated`}</HeadCell>
            <HeadCell align="end">{sort.endsWith('created') ? t`Submitted` : t`Changed`}</HeadCell>
          </tr>
        </thead>
        <tbody ref={body}>
          {before > 0 && <Room height={before} />}
          {rows.map(({ index, key }) => {
            const story = stories[index];
            return (
              story && (
                <StoryRow
                  key={key}
                  measure={measure}
                  index={index}
                  last={index === stories.length - 1}
                  story={story}
                  sort={sort}
                  selected={selection.has(story.id)}
                  onSelect={selection.possible ? selection.set : undefined}
                />
              )
            );
          })}
          {after > 0 && <Room height={after} />}
        </tbody>
      </table>
    </div>
  );
}

export function SelectAll({
  selection,
  hideLabel = true,
}: {
  readonly selection: Selection;
  readonly hideLabel?: boolean;
}) {
  const { chosen, shown, setAll } = selection;
  return (
    <Checkbox
      label={t`Select all ${formatNumber(shown.length)} shown`}
      hideLabel={hideLabel}
      checked={shown.length > 0 && chosen.length === shown.length}
      indeterminate={chosen.length > 0 && chosen.length < shown.length}
      onChange={setAll}
    />
  );
}

/** Stands for the rows that are not there. */
const Room = ({ height }: { readonly height: number }) => (
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can have the focus
  <tr aria-hidden="true">
    <td colSpan={columns.length} style={{ height, padding: 0 }} />
  </tr>
);

interface StoryRowProps {
  readonly story: StoryView;
  readonly sort: StoriesSort;
  readonly index: number;
  readonly last: boolean;
  readonly selected: boolean;
  /** undefined: nothing can be done with a selection. */
  readonly onSelect: ((id: string, selected: boolean) => void) | undefined;
  readonly measure: (row: HTMLElement | null) => void;
}

const StoryRow = memo(function StoryRow({ story, sort, index, last, selected, onSelect, measure }: StoryRowProps) {
  return (
    <tr
      ref={measure}
      data-index={index}
      data-story={story.id}
      aria-rowindex={index + 2}
      className={classNames('border-line', !last && 'border-b', selected && 'bg-accent-soft/60')}
    >
      {onSelect && (
        <Cell>
          <Checkbox
            label={t`Select ${story.title}`}
            hideLabel
            checked={selected}
            onChange={(next) => onSelect(story.id, next)}
          />
        </Cell>
      )}
      <Cell>
        <StoryTitle story={story} />
      </Cell>
      <Cell>
        <StoryStatusNote story={story} />
      </Cell>
      <Cell>
        <StoryProgress story={story} />
      </Cell>
      <Cell>
        <StoryProvider story={story} />
      </Cell>
      <Cell align="end">
        <StoryCost story={story} />
      </Cell>
      <Cell align="end">
        <StoryAge story={story} sort={sort} />
      </Cell>
    </tr>
  );
});
