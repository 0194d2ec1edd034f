import type { StoryView } from '@nextpanel/core';
import { useCallback, useMemo, useState } from 'react';
import { useMay } from '../../data/rights.ts';

/** Which of the shown stories are selected. A story that is no longer shown is not selected either: nothing happens to what users cannot see. */
export interface Selection {
  readonly shown: readonly StoryView[];
  /** Whether the key may do anything with what is selected. */
  readonly possible: boolean;
  readonly chosen: readonly StoryView[];
  has(id: string): boolean;
  readonly set: (id: string, selected: boolean) => void;
  readonly setAll: (selected: boolean) => void;
}

export function useSelection(shown: readonly StoryView[]): Selection {
  const may = useMay();
  const possible = may('runBulk');
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const set = useCallback((id: string, selected: boolean) => {
    setIds((before) => {
      const next = new Set(before);
      if (selected) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  return useMemo(
    () => ({
      shown,
      possible,
      chosen: shown.filter(({ id }) => ids.has(id)),
      has: (id) => ids.has(id),
      set,
      setAll: (selected) => setIds(new Set(selected ? shown.map(({ id }) => id) : [])),
    }),
    [shown, ids, set, possible],
  );
}
