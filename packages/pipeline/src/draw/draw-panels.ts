import { NextpanelError, splitBatch, startsFromWords } from '@nextpanel/core';
import type { ClaimedPanel } from '@nextpanel/store';
import { loadFrame } from '../frames.ts';
import { BatchFailure } from './batch-failure.ts';
import { drawWave } from './draw-wave.ts';
import { newestOrder } from './order-number.ts';
import { type BatchReferences, planRequests, type Wave } from './plan-requests.ts';
import type { Turn } from './turn.ts';

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
  const { panels, number, spec } = turn.batch;
  const [first, ...rest] = panels;
  if (!first || !startsFromWords(number, 'panels', spec.characters)) {
    return drawWave(turn, singly(panels, references));
  }
  await drawWave(turn, singly([first], references));
  if (rest.length === 0) return;
  await drawWave(turn, singly(rest, { ...references, anchor: await keptFrame(turn, first) }));
}

/**
 * As few requests as the model allows, one after another: each goes on from the last frame of the one before, as batches
 * do. Panels that got no frame of their own are drawn singly when the story allows that, and only then paid again.
 */
async function drawTogether(turn: Turn, references: BatchReferences): Promise<void> {
  const { batch, model, context } = turn;
  const { method, fallback } = batch.spec.render;
  let current = references;
  for (const group of splitBatch(model, method, batch.panels, countReferences(current))) {
    const wave: Wave = { method, groups: [group], references: current };
    if (!fallback || !wasAnswered(turn, wave)) await drawWave(turn, wave);
    const missing = group.filter(({ number }) => !turn.kept.has(number));
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
  const frame = kept.get(number);
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
