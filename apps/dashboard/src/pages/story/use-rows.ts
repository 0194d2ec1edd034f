import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';

interface RowsOptions {
  /** What the rows stand in. */
  readonly list: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Pixels, until a row was measured. */
  readonly rowHeight: number;
  /** Rows kept above and below those on the screen. */
  readonly overscan: number;
}

/**
 * The rows of a long list that are near the screen, the room in pixels of those before and after, and a way to go to one.
 * Put `measure` as `ref` on each row, and its index as `data-index`.
 */
export function useRows({ list, count, rowHeight, overscan }: RowsOptions) {
  const [top, setTop] = useState(0);
  // After every render: whatever stands above may have grown.
  useLayoutEffect(() => {
    if (list.current !== null) setTop(Math.round(list.current.getBoundingClientRect().top + window.scrollY));
  });
  const virtualizer = useWindowVirtualizer({ count, estimateSize: () => rowHeight, overscan, scrollMargin: top });
  const rows = virtualizer.getVirtualItems();
  return {
    rows,
    before: Math.max(0, (rows[0]?.start ?? top) - top),
    after: Math.max(0, virtualizer.getTotalSize() + top - (rows.at(-1)?.end ?? top)),
    measure: virtualizer.measureElement,
    goTo: (index: number) => virtualizer.scrollToIndex(index, { align: 'center' }),
  };
}
