import type { StoryEvent, StoryStatus, StoryView } from '@nextpanel/core';

/** Progress of a story, from its events. Sets of numbers, not counts, so that a panel drawn again counts once. */
export interface StoryProgress {
  readonly totals: { readonly panels: number; readonly batches: number; readonly sheets: number };
  readonly panels: ReadonlySet<number>;
  readonly batches: ReadonlySet<number>;
  readonly sheets: ReadonlySet<number>;
  readonly books: ReadonlySet<string>;
  readonly status: StoryStatus;
}

export function beginProgress(story: Pick<StoryView, 'progress' | 'status'>): StoryProgress {
  const { panels, batches, sheets } = story.progress;
  return {
    totals: { panels: panels.total, batches: batches.total, sheets: sheets.total },
    panels: new Set(),
    batches: new Set(),
    sheets: new Set(),
    books: new Set(),
    status: story.status,
  };
}

export function afterEvent(progress: StoryProgress, event: StoryEvent): StoryProgress {
  const { panel, batch, sheet, format, status } = event;
  switch (event.type) {
    case 'panel.drawn':
      return { ...progress, panels: withOne(progress.panels, panel) };
    case 'panel.failed':
      // A frame whose bytes were lost is drawn again; until then its panel is not drawn.
      return { ...progress, panels: without(progress.panels, panel) };
    case 'batch.started':
      return { ...progress, batches: without(progress.batches, batch) };
    case 'batch.drawn':
      return { ...progress, batches: withOne(progress.batches, batch) };
    case 'sheet.composed':
      return { ...progress, sheets: withOne(progress.sheets, sheet) };
    case 'book.bound':
      return typeof format === 'string' ? { ...progress, books: new Set([...progress.books, format]) } : progress;
    case 'story.status':
      return typeof status === 'string' ? { ...progress, status: status as StoryStatus } : progress;
    default:
      return progress;
  }
}

const withOne = (numbers: ReadonlySet<number>, number: unknown): ReadonlySet<number> =>
  typeof number === 'number' ? new Set([...numbers, number]) : numbers;

const without = (numbers: ReadonlySet<number>, number: unknown): ReadonlySet<number> =>
  new Set([...numbers].filter((each) => each !== number));
