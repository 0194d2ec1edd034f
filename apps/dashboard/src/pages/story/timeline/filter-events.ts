import type { EventType, StoryEvent } from '@nextpanel/core/events';

interface EventFilter {
  readonly kind: EventType | 'unknown' | null;
  readonly batch: number | null;
  readonly panel: number | null;
}

/** Events of a kind, of a batch, and of a panel. Events of a batch count for each of its panels. */
export function filterEvents(
  events: readonly StoryEvent[],
  { kind, batch, panel }: EventFilter,
): readonly StoryEvent[] {
  if (kind === null && batch === null && panel === null) return events;
  return events.filter(
    (event) =>
      (kind === null || event.type === kind) &&
      (batch === null || ('batch' in event && event.batch === batch)) &&
      (panel === null || concerns(event, panel)),
  );
}

function concerns(event: StoryEvent, panel: number): boolean {
  switch (event.type) {
    case 'batch.started':
    case 'batch.drawn':
      return event.panels[0] <= panel && panel <= event.panels[1];
    case 'story.lettered':
    case 'panels.retaken':
    case 'panels.removed':
    case 'panels.moved':
      return event.panels.includes(panel);
    default:
      return 'panel' in event && event.panel === panel;
  }
}
