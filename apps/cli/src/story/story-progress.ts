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
  switch (event.type) {
    case 'panel.drawn':
      return { ...progress, panels: withOne(progress.panels, event.panel) };
    case 'panel.failed':
      // A frame whose bytes were lost is drawn again, so its panel no longer counts as drawn.
      return { ...progress, panels: without(progress.panels, event.panel) };
    case 'batch.started':
      return { ...progress, batches: without(progress.batches, event.batch) };
    case 'batch.reopened':
      return { ...progress, batches: without(progress.batches, event.batch) };
    case 'sheet.outdated':
      return { ...progress, sheets: without(progress.sheets, event.sheet) };
    case 'books.outdated':
      return { ...progress, books: new Set() };
    case 'batch.drawn':
      return { ...progress, batches: withOne(progress.batches, event.batch) };
    case 'sheet.composed':
      return { ...progress, sheets: withOne(progress.sheets, event.sheet) };
    case 'book.bound':
      return { ...progress, books: new Set([...progress.books, event.book ?? event.format]) };
    case 'story.status':
      return { ...progress, status: event.status };
    default:
      return progress;
  }
}

/** Number 0 is a plate, or a panel that was removed: neither counts among those of the book. */
const withOne = (numbers: ReadonlySet<number>, number: number): ReadonlySet<number> =>
  number === 0 ? numbers : new Set([...numbers, number]);

const without = (numbers: ReadonlySet<number>, number: number): ReadonlySet<number> =>
  new Set([...numbers].filter((each) => each !== number));
