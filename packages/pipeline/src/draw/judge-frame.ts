import { blankSize, isOneColour } from '@nextpanel/checks';
import { actionOf, NextpanelError } from '@nextpanel/core';
import type { StoredFrame } from '@nextpanel/store';
import type { DrawnRequest } from './store-frames.ts';
import type { Turn } from './turn.ts';

/**
 * Why a picture stands for a refusal: the vendor marked it, it shows one colour, or it has the very bytes of another picture. It
 * was charged, is never a frame of its panel or a reference, and only the user can tell what to do. Null: it is a frame.
 */
export async function judgeFrame(
  turn: Turn,
  request: DrawnRequest,
  { sha256 }: StoredFrame,
  { bytes, blocked }: { readonly bytes: Uint8Array; readonly blocked: boolean },
): Promise<NextpanelError | null> {
  const { batch, context } = turn;
  if (blocked) {
    return refusal('moderation_blocked', 'the content filter of the provider blocked the picture');
  }
  // It draws what it was asked for.
  if (request.model.provider === 'storyboard') return null;
  const refusesBlank = actionOf(batch.spec, 'blank') === 'stop';
  if (refusesBlank && isOneColour(await context.imaging.readPixels(bytes, blankSize))) {
    return refusal('frame_blank', 'the picture is a single colour, which is how many providers refuse');
  }
  if (request.references.some((picture) => picture.sha256 === sha256)) {
    return refusal('frame_blank', 'the provider sent back one of the reference pictures');
  }
  const twin = twinOf(turn, request, sha256);
  if (twin === null) return null;
  return refusal(
    'frame_blank',
    `the picture is the same, byte for byte, as that of panel ${twin.number}; look at that one, too`,
  );
}

/**
 * The panel that has this very picture though it asks for other words: one of the batch, drawn in this turn or before. Requests
 * of a batch are answered side by side, so what came is noted here, before anything of it is kept.
 */
function twinOf({ batch, kept, arrived }: Turn, request: DrawnRequest, sha256: string) {
  const first = arrived.get(sha256);
  arrived.set(sha256, first ?? { request: request.id, panels: request.panels });
  if (first && first.request !== request.id) {
    const [panel] = first.panels;
    if (panel && !first.panels.some(({ prompt }) => isAsked(request, prompt))) return panel;
  }
  const asks = new Set(request.frames.map(({ target }) => target));
  const others = [...kept].filter(([target, frame]) => !asks.has(target) && frame.sha256 === sha256);
  const same = batch.panels.find(({ target }) => others.some(([other]) => other === target));
  return same && !isAsked(request, same.spec.prompt) ? same : null;
}

/** A panel that asks for the same words may get the same picture. */
const isAsked = ({ panels }: DrawnRequest, prompt: string): boolean => panels.some((panel) => panel.prompt === prompt);

const refusal = (code: 'frame_blank' | 'moderation_blocked', says: string) =>
  new NextpanelError(code, `${says}. It was charged and is kept as a take, and nothing is drawn from it`, {
    fault: 'final',
    money: 'paid',
  });
