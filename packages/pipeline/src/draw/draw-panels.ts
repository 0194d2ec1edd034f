import {
  drawsSingly,
  isCoverPanel,
  isOneSetting,
  type Method,
  NextpanelError,
  type Picture,
  splitBatch,
  startsFromWords,
  withCharacterIds,
} from '@nextpanel/core';
import type { ClaimedPanel, KnownRequest } from '@nextpanel/store';
import { loadFrame } from '../frames.ts';
import { collectFor, drawRound } from './draw-round.ts';
import type { BatchReferences, Round } from './plan-requests.ts';
import { isStale, type Turn } from './turn.ts';
import { TurnEnded } from './turn-ending.ts';

/**
 * Draws every panel of the batch that has no kept frame, by the story's method. Throws `TurnEnded` after everything that can be
 * finished is, or LostFrame.
 */
export function drawPanels(turn: Turn, references: BatchReferences): Promise<void> {
  const { spec, panels } = turn.batch;
  // Nothing is drawn together with a cover.
  const method = panels.some(({ id }) => isCoverPanel(spec, id)) ? 'panels' : spec.render.method;
  return drawsSingly(method) ? drawSideBySide(turn, references, method) : drawTogether(turn, references);
}

/**
 * One request per panel. A first batch whose cast has no pictures draws panel 1 first and gives it to the others, since eight
 * independent requests would invent eight different casts.
 */
async function drawSideBySide(turn: Turn, references: BatchReferences, method: 'panels' | 'economy'): Promise<void> {
  const { panels, further, number, spec } = turn.batch;
  const [first, ...rest] = panels;
  if (!first || !startsFromWords(number, method, spec.characters, spec.continued)) {
    return drawAll(turn, singly([...panels, ...further], references, 0, method));
  }
  const ofFirst = further.filter((take) => take.id === first.id);
  await drawAll(turn, singly([first, ...ofFirst], references, 0, method));
  const others = [...rest, ...further.filter((take) => take.id !== first.id)];
  if (others.length === 0) return;
  const anchor = await keptFrame(turn, first);
  if (turn.batch.cascade) dropStale(turn, first, anchor);
  await drawAll(turn, singly(others, { ...references, anchor }, 0, method));
}

/** Draws a round. Of a model that was not proven, one panel is drawn before the others. */
async function drawAll(turn: Turn, round: Round): Promise<void> {
  await drawRound(turn, round);
  const isMissing = round.groups.some((group) => group.some(({ target }) => !turn.kept.has(target)));
  if (round.method === 'economy' && isMissing) await drawRound(turn, round);
}

/** Panels of a first batch that were drawn from another first frame follow the one it has now. */
function dropStale({ kept, batch }: Turn, first: ClaimedPanel, anchor: Picture | null): void {
  for (const { target, stays } of [...batch.panels, ...batch.further]) {
    const frame = kept.get(target);
    if (frame && !stays && target !== first.target && isStale(frame, anchor, null)) kept.delete(target);
  }
}

/**
 * As few requests as the model allows, one after another: each continues from the last frame of the one before, as batches do.
 * Panels that the user wants drawn again, while others of their request stay, are drawn singly. Panels that got no frame of their
 * own are drawn singly when the story allows that, and only then paid again.
 */
async function drawTogether(turn: Turn, references: BatchReferences): Promise<void> {
  const { batch, context } = turn;
  const { method, fallback } = batch.spec.render;
  let current = references;
  // Place of the panel whose frame is the reference frame.
  let after = 0;
  const sizeOf = ({ id }: ClaimedPanel) => turn.sizeOf(id);
  const shown = ({ spec }: ClaimedPanel) => withCharacterIds(spec);
  const groups = splitBatch(turn.model(), method, batch.panels, countReferences(current), sizeOf, (open, panel) =>
    isOneSetting(batch.spec, open.map(shown), shown(panel)),
  );
  for (const group of groups) {
    const collected = await collectFor(turn, group);
    const alone = askedAlone(turn, group);
    if (alone.length > 0) await drawRound(turn, singly(alone, current, after));
    const answered =
      collected.some((request) => drawsAll(request, method, group)) || (fallback && wasAnswered(turn, group));
    if (!answered) await drawRound(turn, { method, groups: [group], references: current, after });
    const missing = group.filter(({ target }) => !turn.kept.has(target));
    if (missing.length > 0) {
      const panels = missing.map(({ id }) => id);
      if (!fallback) {
        const error = framesMissing(
          method,
          group.length,
          missing.map(({ number }) => number),
        );
        throw new TurnEnded({ kind: 'failed', failed: [{ panels, error }] });
      }
      context.log.warn({ story: batch.fence.story, batch: batch.number, panels }, 'falling back to panels');
      await drawRound(turn, singly(missing, current, after));
    }
    const last = group.at(-1);
    const [first] = batch.panels;
    if (!last || !first || last === batch.panels.at(-1)) return;
    current = {
      ...current,
      anchor: current.anchor ?? (batch.number === 1 ? await keptFrame(turn, first) : null),
      referenceFrame: await keptFrame(turn, last),
      frameFrom: undefined,
      frameScene: last.spec.scene,
    };
    after = last.place;
  }
}

/**
 * What is drawn apart from its group: panels that were edited or asked for again while others of the group have their frames, retouches,
 * and further takes.
 */
function askedAlone(turn: Turn, group: readonly ClaimedPanel[]): ClaimedPanel[] {
  const { batch, kept } = turn;
  if (!turn.model().methods.includes('panels')) return [];
  const isAsked = ({ asked, art, target }: ClaimedPanel) => asked || (art > 0 && !kept.has(target));
  const alone = group.some(({ target }) => kept.has(target))
    ? group.filter(isAsked)
    : group.filter(({ retouch }) => retouch !== undefined);
  return [...alone, ...batch.further.filter(({ id }) => group.some((panel) => panel.id === id))];
}

const singly = (
  panels: readonly ClaimedPanel[],
  references: BatchReferences,
  after = 0,
  method: 'panels' | 'economy' = 'panels',
): Round => ({
  method,
  groups: panels.map((panel) => [panel]),
  references,
  after,
});

/** Whether an earlier turn got a response to this request: what it lacks is then drawn singly, not asked for again. */
const wasAnswered = ({ batch }: Turn, group: readonly ClaimedPanel[]): boolean =>
  batch.requests.some((request) => request.state === 'kept' && drawsAll(request, batch.spec.render.method, group));

/** Whether a request is the one that draws this whole group. */
const drawsAll = ({ method, frames }: KnownRequest, by: Method, group: readonly ClaimedPanel[]): boolean =>
  method === by &&
  frames.length === group.length &&
  frames.every(({ target }, index) => group[index]?.target === target) &&
  // Of an edited panel it may draw an older revision, which does not mean that the whole group must be bought again.
  frames.some(({ art, redraw }, index) => group[index]?.art === art && group[index]?.redraw === redraw);

async function keptFrame({ context, kept }: Turn, { target, id }: ClaimedPanel): Promise<Picture | null> {
  const frame = kept.get(target);
  return frame ? loadFrame(context, id, frame) : null;
}

const countReferences = ({ cast, anchor, referenceFrame }: BatchReferences): number =>
  [...cast.values()].flat().length + (anchor ? 1 : 0) + (referenceFrame ? 1 : 0);

const framesMissing = (method: string, asked: number, missing: readonly number[]) =>
  new NextpanelError(
    'frames_missing',
    `with method "${method}" the model returned ${asked - missing.length} usable frames of ${asked}; panel ${missing.join(', ')} has none. Resume to ask again (all ${asked} are paid again), or switch to method "panels", or allow render.fallback`,
    { money: 'paid' },
  );
