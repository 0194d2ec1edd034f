import type { AttemptView, BatchView, LedgerEntry, PanelView, SheetView, StoryEvent, StoryView } from '@nextpanel/core';
import type { World } from '../start-world.ts';
import type { Tale } from '../tales.ts';

/** Everything the API reports about a story at the end, and which request yielded each selected frame. */
export interface Findings {
  readonly tale: Tale;
  readonly view: StoryView;
  readonly panels: readonly PanelView[];
  readonly batches: readonly BatchView[];
  readonly attempts: readonly AttemptView[];
  readonly sheets: readonly SheetView[];
  readonly ledger: readonly LedgerEntry[];
  /** A replay of the whole event stream. */
  readonly events: readonly StoryEvent[];
  /** By panel; its frame and the id of the request that yielded it. */
  readonly selected: ReadonlyMap<
    number,
    { readonly sha256: string; readonly order: string | null; readonly uploaded: boolean }
  >;
}

export async function readFindings({ client, look, root }: World, tale: Tale): Promise<Findings> {
  const { id } = tale;
  const events: StoryEvent[] = [];
  for await (const event of client.events(id, { follow: false })) events.push(event);
  const stored = await look.hgetall(`${root}:story:${id}:selected`);
  const panels = await client.panels(id);
  const numbers = new Map(panels.map((panel) => [panel.id, panel.number]));
  return {
    tale,
    view: await client.story(id),
    panels,
    batches: await client.batches(id),
    attempts: await client.attempts(id),
    sheets: await client.sheets(id),
    ledger: await client.ledger(id),
    events,
    selected: new Map(
      Object.entries(stored).flatMap(([panel, json]) => {
        const number = numbers.get(panel);
        if (number === undefined) return [];
        const { sha256, source, retouch } = JSON.parse(json) as {
          sha256: string;
          source: { kind: string; request?: string };
          retouch?: object;
        };
        // An uploaded frame was drawn by no request, and a retouch from the frame it changes.
        const order = retouch === undefined ? (source.request ?? null) : null;
        return [[number, { sha256, order, uploaded: source.kind === 'upload' }] as const];
      }),
    ),
  };
}
