import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';

/** Rows kept above and below those on the screen. */
const overscan = 8;
/** So many rows before the end the next page is asked for. */
const aheadRows = 25;

export interface WindowRowsOptions {
  /** What the rows stand in. */
  readonly list: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Pixels, until a row was measured. */
  readonly rowHeight: number;
  readonly keyOf: (index: number) => string;
  /** Called when the end comes near. */
  readonly onNearEnd: () => void;
}

/** The rows of a long list that are near what is on the screen, and the room, in pixels, of those before and after. */
export function useWindowRows({ list, count, rowHeight, keyOf, onNearEnd }: WindowRowsOptions) {
  const [top, setTop] = useState(0);
  // After every render: whatever stands above may have grown.
  useLayoutEffect(() => {
    if (list.current !== null) setTop(Math.round(list.current.getBoundingClientRect().top + window.scrollY));
  });
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: top,
    getItemKey: keyOf,
  });
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1);
  const nearEnd = last !== undefined && last.index >= count - aheadRows;
  useEffect(() => {
    if (nearEnd) onNearEnd();
  });
  return {
    rows,
    before: Math.max(0, (rows[0]?.start ?? top) - top),
    after: Math.max(0, virtualizer.getTotalSize() + top - (last?.end ?? top)),
    measure: virtualizer.measureElement,
  };
}
