import type { BatchView, PanelView, StoryEvent, StoryView } from '@nextpanel/core';
import type { QueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';
import { type OldPart, oldAfterStatus } from './old-parts.ts';

interface Frame {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Shows in the kept panels and batches what new events tell, without asking for them again.
 *
 * @param events in order, none of them older than what is kept
 * @returns what has to be asked for
 */
export function applyStoryEvents(queries: QueryClient, id: string, events: readonly StoryEvent[]): Set<OldPart> {
  const old = new Set<OldPart>();
  let panels = queries.getQueryData<PanelView[]>(keys.panels(id));
  let batches = queries.getQueryData<BatchView[]>(keys.batches(id));
  const before = { panels, batches };
  for (const event of events) {
    for (const part of oldAfter(event)) old.add(part);
    if (event.type === 'story.status') applyStatus(queries, id, event);
    panels = panels && applyToPanels(panels, event, old);
    // One that is drawn again may have another take selected now.
    if (event.type === 'batch.drawn' && batches?.some((it) => it.number === event.batch && it.attempts > 1))
      old.add('panels');
    batches = batches && applyToBatches(batches, event);
  }
  if (panels !== before.panels) queries.setQueryData(keys.panels(id), panels);
  if (batches !== before.batches) queries.setQueryData(keys.batches(id), batches);
  return old;
}

/** Progress and cost change with everything; the rest where the event does not say enough. */
function oldAfter({ type }: StoryEvent): readonly OldPart[] {
  switch (type) {
    case 'story.status':
    // The batch in hand waits from here on, without an event of its own.
    case 'provider.paused':
    case 'provider.resumed':
      return ['view', ...oldAfterStatus, 'dry-run'];
    case 'batch.started':
      return ['view', 'attempts', 'ledger', 'dry-run'];
    case 'batch.drawn':
      // Frames that were kept until now are takes from here on.
      return ['view', 'batches', 'attempts', 'ledger', 'takes', 'dry-run'];
    case 'batch.failed':
      return ['view', 'panels', 'batches', 'attempts', 'ledger', 'dry-run'];
    case 'panel.drawn':
      // An edit draws a panel that has a frame, and only waits for one that has none.
      return ['view', 'dry-run'];
    case 'panel.failed':
      return ['view', 'batches', 'ledger', 'dry-run'];
    case 'take.selected':
      return ['view', 'panels', 'batches', 'takes', 'sheets', 'dry-run'];
    case 'panels.inserted':
      return ['view', 'panels', 'batches', 'takes', 'sheets', 'attempts', 'ledger', 'dry-run'];
    case 'sheet.composed':
      return ['view', 'sheets'];
    default:
      return ['view'];
  }
}

function applyStatus(queries: QueryClient, id: string, event: StoryEvent): void {
  const { status, waitingOn } = event as unknown as Pick<StoryView, 'status' | 'waitingOn'>;
  queries.setQueryData<StoryView>(keys.storyView(id), (story) => story && { ...story, status, waitingOn });
}

function applyToPanels(panels: PanelView[], event: StoryEvent, old: Set<OldPart>): PanelView[] {
  if (event.type === 'batch.started') {
    const [first, last] = event.panels as [number, number];
    return replace(
      panels,
      ({ number, status }) => number >= first && number <= last && status === 'waiting',
      (panel) => ({ ...panel, status: 'drawing' }),
    );
  }
  const ofPanel = ({ number }: PanelView) => number === event.panel;
  if (event.type === 'panel.failed') {
    const failure = event.failure as NonNullable<PanelView['failure']>;
    return replace(panels, ofPanel, (panel) => ({ ...panel, status: 'failed', failure }));
  }
  if (event.type === 'panel.drawn') {
    const frame = event.frame as Frame | undefined;
    const known = panels.find(ofPanel);
    // The panels were read after it happened.
    if (known?.frame && known.frame.sha256 === frame?.sha256) return panels;
    // A further take of a panel that has one may not be the selected one.
    if (known === undefined || frame === undefined || known.take !== null) {
      old.add('panels').add('takes');
      return panels;
    }
    return replace(panels, ofPanel, (panel) => drawn(panel, event.story, frame));
  }
  return panels;
}

const drawn = (panel: PanelView, story: string, { sha256, width, height }: Frame): PanelView => ({
  ...panel,
  status: 'drawn',
  take: 1,
  takes: Math.max(panel.takes, 1),
  failure: null,
  frame: { sha256, width, height, url: `/v1/stories/${story}/panels/${panel.number}/image` },
});

function applyToBatches(batches: BatchView[], event: StoryEvent): BatchView[] {
  const ofBatch = ({ number }: BatchView) => number === event.batch;
  if (event.type === 'batch.started') {
    const attempts = event.attempt as number;
    return replace(batches, ofBatch, (batch) => ({ ...batch, status: 'drawing', attempts }));
  }
  if (event.type === 'batch.drawn') return replace(batches, ofBatch, (batch) => ({ ...batch, status: 'drawn' }));
  if (event.type === 'batch.failed') {
    const status = event.retry === true ? 'waiting' : 'failed';
    return replace(batches, ofBatch, (batch) => ({ ...batch, status }));
  }
  return batches;
}

/** The same array when nothing in it changes, so that nothing is drawn again. */
function replace<Item>(items: Item[], which: (item: Item) => boolean, by: (item: Item) => Item): Item[] {
  return items.some(which) ? items.map((item) => (which(item) ? by(item) : item)) : items;
}
