import { drawsSingly, type Method, type StoryEvent } from '@nextpanel/core';
import { readStoryboardMark } from '@nextpanel/imaging';
import type { LedgerEntry as Charge } from '@nextpanel/vendors';
import type { World } from '../start-world.ts';
import type { Violation } from '../violation.ts';
import { orderOf } from './check-charges.ts';
import type { Findings } from './read-findings.ts';

/** A turn of a batch, with the frame that was then selected for the panel before it. */
interface Start {
  readonly at: number;
  readonly reference: string | null;
}

/**
 * The requests of batch k + 1 contain, byte for byte, the frame that was selected for the last panel of batch k when the turn
 * began, and so do the records. The frames sent are read at the vendor, or from the pixels of the storyboard.
 *
 * A method that draws several panels by one request begins another one where the scene or the clothes change within a batch; that one contains
 * the last frame of the request before it instead.
 */
export async function checkChain(
  world: World,
  found: Findings,
  charges: readonly Charge[],
): Promise<{ readonly violations: Violation[]; readonly checked: number }> {
  const { tale, batches, panels, selected, events, view } = found;
  // Numbers in events before an insertion refer to other panels now.
  if (tale.renumbered) return { violations: [], checked: 0 };
  const starts = readStarts(events);
  const drawn = readDrawn(events);
  const single = drawsSingly((tale.spec.render.method ?? 'panels') as Method);
  const byOrder = Map.groupBy(charges, orderOf);
  const broken: string[] = [];
  let checked = 0;
  for (const {
    number,
    status,
    panels: [first, last],
    reference,
  } of batches) {
    if (number === 1 || status !== 'drawn') continue;
    const before = starts.get(number) ?? [];
    const known = new Set(before.map((start) => start.reference));
    if (!known.has(reference?.sha256 ?? null))
      broken.push(`batch ${number} records ${reference?.sha256} but never had a turn with it`);
    const now = selected.get(first - 1)?.sha256;
    for (let panel = first; panel <= last; panel += 1) {
      const sent = await referencesOf(world, found, panel, byOrder);
      if (sent === null) continue;
      checked += 1;
      const allowed = before.filter(({ at }) => at <= sent.at + 1_000).map((start) => start.reference);
      const within = single ? [] : drawn.filter((it) => first <= it.panel && it.panel < panel && it.at <= sent.at);
      const follows = (frames: readonly (string | null | undefined)[]) =>
        sent.references.some((sha256) => frames.some((it) => it?.startsWith(sha256)));
      const continues = follows(within.map(({ sha256 }) => sha256));
      if (!continues && !follows(allowed))
        broken.push(
          `panel ${panel} was drawn with ${sent.references.join()}, the frame before it was then ${allowed.join()}`,
        );
      const stale = panels[panel - 1]?.stale;
      if (view.status === 'completed' && !stale && !continues && !follows([now])) {
        broken.push(`panel ${panel} is not stale but was not drawn with ${now}, now selected for panel ${first - 1}`);
      }
    }
  }
  return {
    violations: broken.map((words) => ({ invariant: 'the chain holds', detail: `${tale.id}: ${words}` })),
    checked,
  };
}

/** The references of a selected frame; null for an uploaded one. Storyboards show 64 bits of the last one. */
async function referencesOf(
  { client }: World,
  { tale, selected, panels }: Findings,
  panel: number,
  byOrder: ReadonlyMap<string, readonly Charge[]>,
): Promise<{ readonly at: number; readonly references: readonly string[] } | null> {
  const { order, sha256 } = selected.get(panel) ?? { order: null, sha256: '' };
  if (order === null || panels[panel - 1]?.frame?.sha256 !== sha256) return null;
  if (tale.spec.render.provider === 'storyboard') {
    const bytes = new Uint8Array(await (await client.panelImage(tale.id, panel)).arrayBuffer());
    const mark = await readStoryboardMark(bytes);
    return mark && { at: Date.now(), references: [mark.reference] };
  }
  const [charge] = byOrder.get(order) ?? [];
  return charge ? { at: charge.at, references: charge.references.map((it) => it.sha256) } : null;
}

interface Drawn {
  readonly panel: number;
  readonly at: number;
  readonly sha256: string;
}

/** Every frame that was kept, in order. */
const readDrawn = (events: readonly StoryEvent[]): Drawn[] =>
  events.flatMap((event) =>
    event.type === 'panel.drawn' ? [{ panel: event.panel, at: Date.parse(event.at), sha256: event.frame.sha256 }] : [],
  );

/** Replays the events: which frame was selected for the panel before a batch at each turn of the batch. */
function readStarts(events: readonly StoryEvent[]): Map<number, Start[]> {
  const kept = new Map<number, string>();
  const selected = new Map<number, string>();
  const starts = new Map<number, Start[]>();
  for (const event of events) {
    switch (event.type) {
      case 'panel.drawn':
        // A further take of the panel is kept but not selected.
        if (event.slot === event.panelId) kept.set(event.panel, event.frame.sha256);
        break;
      case 'take.selected':
        selected.set(event.panel, event.frame.sha256);
        if (kept.has(event.panel)) kept.set(event.panel, event.frame.sha256);
        break;
      case 'batch.drawn': {
        const [first, last] = event.panels;
        for (let number = first; number <= last; number += 1) {
          const sha256 = kept.get(number);
          if (sha256 !== undefined) selected.set(number, sha256);
          kept.delete(number);
        }
        break;
      }
      case 'batch.started':
        starts.set(event.batch, [
          ...(starts.get(event.batch) ?? []),
          { at: Date.parse(event.at), reference: selected.get(event.panels[0] - 1) ?? null },
        ]);
        break;
    }
  }
  return starts;
}
