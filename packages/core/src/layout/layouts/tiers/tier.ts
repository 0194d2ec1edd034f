/** The shapes of the panels that stand below each other in one column of a tier; mostly it is one. */
export type Column = readonly number[];

/**
 * A row of columns of one height, as wide as the page. All its panels keep their shapes up to one factor, the stretch, which
 * makes them wider than their shape when it is above 1. From it follows the height:
 * `(width − gaps) / stretch / perHeight + stacked / perHeight`.
 */
export interface Tier {
  readonly columns: readonly Column[];
  /** Pixels between the columns, summed up. */
  readonly gaps: number;
  /** Width that an inch of height brings, at stretch 1. */
  readonly perHeight: number;
  /** Width that the gutters inside stacked columns take away. */
  readonly stacked: number;
  /** What speaks against it, whatever its height. */
  readonly cost: number;
}

export function tierOf(columns: readonly Column[], gutters: Gutters, cost: number): Tier {
  let perHeight = 0;
  let stacked = 0;
  for (const column of columns) {
    const width = columnWidth(column);
    perHeight += width;
    stacked += width * (column.length - 1) * gutters.betweenRows;
  }
  return { columns, gaps: (columns.length - 1) * gutters.betweenColumns, perHeight, stacked, cost };
}

/** Pixels between panels; rows are read first, so those between columns are the narrower ones. */
export interface Gutters {
  readonly betweenColumns: number;
  readonly betweenRows: number;
}

/** Width of a column one pixel high. */
export function columnWidth(column: Column): number {
  let heights = 0;
  for (const aspect of column) heights += 1 / aspect;
  return 1 / heights;
}

export function tierHeight(tier: Tier, width: number, stretch: number): number {
  return ((width - tier.gaps) / stretch + tier.stacked) / tier.perHeight;
}
