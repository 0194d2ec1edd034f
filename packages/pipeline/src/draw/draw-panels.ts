import { NextpanelError, type Picture, splitBatch, startsFromWords } from '@nextpanel/core';
import type { ClaimedPanel } from '@nextpanel/store';
import { loadFrame } from '../frames.ts';
import { BatchFailure } from './batch-failure.ts';
import { drawWave } from './draw-wave.ts';
import { newestOrder } from './order-number.ts';
import { type BatchReferences, planRequests, type Wave } from './plan-requests.ts';
import { isStale, type Turn } from './turn.ts';

/**
 * Draws every panel of the batch that has no kept frame, by the story's method. Throws BatchFailure after everything that
 * can be finished is, Superseded, Cancelled or LostFrame.
 */
export function drawPanels(turn: Turn, references: BatchReferences): Promise<void> {
  return turn.batch.spec.render.method === 'panels' ? drawSideBySide(turn, references) : drawTogether(turn, references);
}

/**
 * One request a panel. A first batch whose cast has no pictures draws panel 1 first and gives it to the others, since eight
 * independent requests would invent eight different casts.
 */
async function drawSideBySide(turn: Turn, references: BatchReferences): Promise<void> {
  const { panels, further, number, spec } = turn.batch;
  const [first, ...rest] = panels;
  if (!first || !startsFromWords(number, 'panels', spec.characters)) {
    return drawWave(turn, singly([...panels, ...further], references));
  }
  const ofFirst = further.filter((take) => take.number === first.number);
  await drawWave(turn, singly([first, ...ofFirst], references));
  const others = [...rest, ...further.filter((take) => take.number !== first.number)];
  if (others.length === 0) return;
  const anchor = await keptFrame(turn, first);
  if (turn.batch.cascade) dropStale(turn, anchor);
  await drawWave(turn, singly(others, { ...references, anchor }));
}

/** Panels of a first batch that were drawn from another first frame follow the one it has now. */
function dropStale({ kept, batch }: Turn, anchor: Picture | null): void {
  for (const { slot, stays } of [...batch.panels, ...batch.further]) {
    const frame = kept.get(slot);
    if (frame && !stays && slot !== '1' && isStale(frame, anchor, null)) kept.delete(slot);
  }
}

/**
 * As few requests as the model allows, one after another: each goes on from the last frame of the one before, as batches
 * do. Panels that a person asked for anew, while others of their request stay, are drawn singly. Panels that got no frame of
 * their own are drawn singly when the story allows that, and only then paid again.
 */
async function drawTogether(turn: Turn, references: BatchReferences): Promise<void> {
  const { batch, model, context } = turn;
  const { method, fallback } = batch.spec.render;
  let current = references;
  for (const group of splitBatch(model, method, batch.panels, countReferences(current))) {
    const wave: Wave = { method, groups: [group], references: current };
    const asked = askedAlone(turn, group);
    if (asked.length > 0) await drawWave(turn, singly(asked, current));
    if (!fallback || !wasAnswered(turn, wave)) await drawWave(turn, wave);
    const missing = group.filter(({ slot }) => !turn.kept.has(slot));
    if (missing.length > 0) {
      const numbers = missing.map(({ number }) => number);
      if (!fallback) throw new BatchFailure([{ panels: numbers, error: framesMissing(method, group.length, numbers) }]);
      context.log.warn({ story: batch.fence.story, batch: batch.number, panels: numbers }, 'falling back to panels');
      await drawWave(turn, singly(missing, current));
    }
    const last = group.at(-1);
    const [first] = batch.panels;
    if (!last || !first || last === batch.panels.at(-1)) return;
    current = {
      ...current,
      anchor: current.anchor ?? (batch.number === 1 ? await keptFrame(turn, first) : null),
      referenceFrame: await keptFrame(turn, last),
    };
  }
}

/** What is to be drawn apart from its group: panels that were asked for while others of the group stay, and further takes. */
function askedAlone({ batch, model, kept }: Turn, group: readonly ClaimedPanel[]): ClaimedPanel[] {
  if (!model.methods.includes('panels')) return [];
  const alone = group.some(({ slot }) => kept.has(slot)) ? group.filter(({ asked }) => asked) : [];
  return [...alone, ...batch.further.filter(({ number }) => group.some((panel) => panel.number === number))];
}

const singly = (panels: readonly ClaimedPanel[], references: BatchReferences): Wave => ({
  method: 'panels',
  groups: panels.map((panel) => [panel]),
  references,
});

/** Whether an earlier turn got an answer to this request: what it lacks is then drawn singly, not asked for again. */
function wasAnswered({ batch, provider, model }: Turn, wave: Wave): boolean {
  return planRequests(wave, batch, provider, model).every(
    ({ key }) => newestOrder(batch.requests, key)?.known.state === 'kept',
  );
}

async function keptFrame({ context, kept }: Turn, { number }: ClaimedPanel) {
  const frame = kept.get(String(number));
  return frame ? loadFrame(context, number, frame) : null;
}

const countReferences = ({ cast, anchor, referenceFrame }: BatchReferences): number =>
  [...cast.values()].flat().length + (anchor ? 1 : 0) + (referenceFrame ? 1 : 0);

const framesMissing = (method: string, asked: number, missing: readonly number[]) =>
  new NextpanelError(
    'frames_missing',
    `by ${method} the model yielded ${asked - missing.length} usable frames of ${asked}; panel ${missing.join(', ')} has none. Resume to ask again (all ${asked} are paid again), or draw by panels, or allow render.fallback`,
    { money: 'paid' },
  );
