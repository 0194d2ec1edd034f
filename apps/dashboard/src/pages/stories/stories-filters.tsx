import { t } from '@lingui/core/macro';
import type { StoryStatus } from '@nextpanel/core';
import { useEffect, useRef, useState } from 'react';
import { useDebounced } from '../../data/use-debounced.ts';
import { Select } from '../../parts/select.tsx';
import { statusWord } from '../../parts/status-badge.tsx';
import { TextField } from '../../parts/text-field.tsx';
import {
  defaultSort,
  longestQuery,
  type StoriesSearch,
  type StoriesSort,
  sortWords,
  storyStatuses,
} from './stories-search.ts';

/** The search starts when typing pauses for this long, in milliseconds. */
const searchMs = 250;

const statusOptions = (): readonly { value: StoryStatus | 'all'; label: string }[] => [
  { value: 'all', label: t`Every status` },
  ...storyStatuses.map((value) => ({ value, label: statusWord(value) })),
];
const viewOptions = () =>
  [
    { value: 'list', label: t`List` },
    { value: 'board', label: t`Covers` },
  ] as const;
const sortOptions = () =>
  (Object.keys(sortWords) as StoriesSort[]).map((value) => ({ value, label: t(sortWords[value]) }));

export function StoriesFilters({
  search,
  onChange,
}: {
  readonly search: StoriesSearch;
  /** Only what changes; undefined is the default. */
  readonly onChange: (changes: { [Key in keyof StoriesSearch]: StoriesSearch[Key] | undefined }) => void;
}) {
  return (
    <search className="mb-3 flex flex-wrap items-end gap-3">
      <div className="min-w-52 flex-1">
        <SearchField value={search.q ?? ''} onChange={(q) => onChange({ q: q === '' ? undefined : q })} />
      </div>
      <Select
        label={t`Status`}
        value={search.status ?? 'all'}
        onChange={(status) => onChange({ status: status === 'all' ? undefined : status })}
        options={statusOptions()}
      />
      <Select
        label={t`Order`}
        value={search.sort ?? defaultSort}
        onChange={(sort) => onChange({ sort: sort === defaultSort ? undefined : sort })}
        options={sortOptions()}
      />
      <Select
        label={t`View`}
        value={search.view ?? 'list'}
        onChange={(view) => onChange({ view: view === 'board' ? view : undefined })}
        options={viewOptions()}
      />
    </search>
  );
}

function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const still = useDebounced(typed, searchMs);
  /** What the address says because of this field; anything else comes from outside: the way back, a link. */
  const reported = useRef(value);
  useEffect(() => {
    if (value === reported.current) return;
    reported.current = value;
    setTyped(value);
  }, [value]);
  const report = useRef(onChange);
  report.current = onChange;
  useEffect(() => {
    const words = still.trim();
    if (words === reported.current) return;
    reported.current = words;
    report.current(words);
  }, [still]);
  return (
    <TextField
      label={t`Search`}
      type="search"
      placeholder={t`Title or id`}
      maxLength={longestQuery}
      dir="auto"
      value={typed}
      onChange={setTyped}
    />
  );
}
