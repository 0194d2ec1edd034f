import type { BatchView, PanelView, StoryView } from '@nextpanel/core';
import { coverBatch, coverPanel, type EventOf, partsChangedBy, type StoryEvent } from '@nextpanel/core/events';
import type { QueryClient } from '@tanstack/react-query';
import { underRoot } from '../data/root-path.ts';
import { keys } from './keys.ts';
import type { OldPart } from './old-parts.ts';

/**
 * Shows in the cached story, panels and batches what new events say, without asking the server again.
 *
 * @param events in order, none of them older than what is cached
 * @returns what has to be read again
 */
export function applyStoryEvents(queries: QueryClient, id: string, events: readonly StoryEvent[]): Set<OldPart> {
  const old = new Set<OldPart>();
  let panels = queries.getQueryData<PanelView[]>(keys.panels(id));
  let batches = queries.getQueryData<BatchView[]>(keys.batches(id));
  const before = { panels, batches };
  for (const event of events) {
    const parts = new Set<OldPart>(partsChangedBy(event.type));
    // What a change would draw, and its price.
    if (parts.has('panels') || event.type === 'story.amended') parts.add('dry-run');
    // The costs of a batch are read when its attempt ends; this would read all of them again with every frame.
    if (event.type === 'requests.changed') parts.delete('batches');
    if (event.type === 'story.status' || event.type === 'story.waiting') applyStatus(queries, id, event);
    // The cover is none of the panels that are cached: it is read again.
    const panelsAfter = panels && (isOfCover(event) ? undefined : applyToPanels(panels, batches, event));
    if (panelsAfter) parts.delete('panels');
    const batchesAfter = batches && applyToBatches(batches, event);
    if (batchesAfter) parts.delete('batches');
    panels = panelsAfter ?? panels;
    batches = batchesAfter ?? batches;
    for (const part of parts) old.add(part);
  }
  if (panels !== before.panels) queries.setQueryData(keys.panels(id), panels);
  if (batches !== before.batches) queries.setQueryData(keys.batches(id), batches);
  return old;
}

const isOfCover = (event: StoryEvent): boolean =>
  ('batchId' in event && event.batchId === coverBatch) || ('panelId' in event && event.panelId === coverPanel);

function applyStatus(queries: QueryClient, id: string, event: EventOf<'story.status' | 'story.waiting'>): void {
  const change =
    event.type === 'story.status'
      ? { status: event.status, waitingOn: event.waitingOn }
      : { waitingOn: event.waitingOn };
  // What is known of a wait is read again with the story.
  const over = event.waitingOn === null && { waiting: null };
  queries.setQueryData<StoryView>(keys.storyView(id), (story) => story && { ...story, ...change, ...over });
}

/** @returns the panels after the event; undefined where the event does not say enough */
function applyToPanels(
  panels: PanelView[],
  batches: readonly BatchView[] | undefined,
  event: StoryEvent,
): PanelView[] | undefined {
  switch (event.type) {
    case 'batch.started': {
      const [first, last] = event.panels;
      return replace(
        panels,
        ({ number, status }) => number >= first && number <= last && status === 'waiting',
        (panel) => ({ ...panel, status: 'drawing' }),
      );
    }
    case 'batch.drawn': {
      // Its frames are shown already. A batch that is drawn again may have another take selected now.
      const again = batches?.some(({ number, attempts }) => number === event.batch && attempts > 1) ?? true;
      return again ? undefined : panels;
    }
    case 'panel.failed':
      return replace(
        panels,
        ({ number }) => number === event.panel,
        (panel) => ({ ...panel, status: 'failed', failure: event.failure }),
      );
    case 'panel.drawn': {
      const known = panels.find(({ number }) => number === event.panel);
      // The panels were read after it happened.
      if (known?.frame?.sha256 === event.frame.sha256) return panels;
      // A further take of a panel that has one may not be the selected one.
      if (known === undefined || known.take !== null) return undefined;
      return replace(
        panels,
        (panel) => panel === known,
        (panel) => drawn(panel, event),
      );
    }
    default:
      return undefined;
  }
}

const drawn = (panel: PanelView, { story, frame: { sha256, width, height } }: EventOf<'panel.drawn'>): PanelView => ({
  ...panel,
  status: 'drawn',
  take: 1,
  takes: Math.max(panel.takes, 1),
  failure: null,
  frame: { sha256, width, height, url: underRoot(`/v1/stories/${story}/panels/${panel.number}/image`) },
});

/** @returns the batches after the event; undefined where the event does not say enough, such as the costs at the end */
function applyToBatches(batches: BatchView[], event: StoryEvent): BatchView[] | undefined {
  if (event.type !== 'batch.started') return undefined;
  return replace(
    batches,
    ({ number }) => number === event.batch,
    (batch) => ({ ...batch, status: 'drawing', attempts: event.attempt }),
  );
}

/** The same array when nothing in it changes, so that nothing is rendered again. */
function replace<Item>(items: Item[], which: (item: Item) => boolean, by: (item: Item) => Item): Item[] {
  return items.some(which) ? items.map((item) => (which(item) ? by(item) : item)) : items;
}
