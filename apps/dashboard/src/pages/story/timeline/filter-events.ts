import type { EventType, StoryEvent } from '@nextpanel/core';

interface EventFilter {
  readonly kind: EventType | null;
  readonly batch: number | null;
  readonly panel: number | null;
}

/** Events of a kind, of a batch, and of a panel; a batch that was picked up with the panel counts as the panel's. */
export function filterEvents(
  events: readonly StoryEvent[],
  { kind, batch, panel }: EventFilter,
): readonly StoryEvent[] {
  if (kind === null && batch === null && panel === null) return events;
  return events.filter(
    (event) =>
      (kind === null || event.type === kind) &&
      (batch === null || event.batch === batch) &&
      (panel === null || event.panel === panel || isAmong(event.panels, panel)),
  );
}

const isAmong = (range: unknown, panel: number): boolean =>
  Array.isArray(range) && Number(range[0]) <= panel && panel <= Number(range[1]);
