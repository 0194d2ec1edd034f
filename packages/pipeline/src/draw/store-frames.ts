import { asNextpanelError, type Drawn, NextpanelError, planContactSheet } from '@nextpanel/core';
import type { StoredFrame } from '@nextpanel/store';
import type { RequestRecord } from '../record.ts';
import { keepTrying } from './hold-until-stored.ts';
import type { PlannedRequest } from './plan-requests.ts';
import type { Turn } from './turn.ts';

/** Answers that are paid and of no use: the request is refused, and what follows is decided as for any failed try. */
const uselessCodes = ['frames_missing', 'picture_unreadable', 'picture_too_large', 'contact_sheet_unreadable'];

/**
 * Checks that every frame decodes and stores its bytes untouched. Answers with a frame for each panel of the request, null
 * where fewer came or where a copy of an earlier one did: identical pictures are no sequence. An answer of which nothing
 * can be used is paid for, and throws.
 */
export async function storeFrames(
  turn: Turn,
  id: string,
  request: PlannedRequest,
  drawn: Drawn,
): Promise<{ readonly frames: RequestRecord['frames']; readonly sheet: string | null }> {
  try {
    if (drawn.frames.length === 0) {
      throw new NextpanelError('frames_missing', 'the provider sent no frame', { retryable: true });
    }
    const { bytes, sheet } = await separateFrames(turn, request, drawn.frames);
    const stored = await Promise.all(bytes.map((frame) => storeFrame(turn, request, frame)));
    const copies = await copiesAmong(turn, request, bytes);
    const frames = request.panels.map((_, index) => (copies.has(index) ? null : (stored[index] ?? null)));
    return { frames, sheet };
  } catch (thrown) {
    const error = asNextpanelError(thrown);
    if (!uselessCodes.includes(error.code)) throw error;
    await turn.settle({ id, outcome: 'refused', cost: drawn.costMicroUsd, code: error.code, frames: [] });
    throw new NextpanelError(error.code, error.message, {
      cause: error,
      retryable: error.code !== 'contact_sheet_unreadable',
      money: 'paid',
    });
  }
}

/** The frames of the panels, in order. A contact sheet is kept as it came and cut apart. */
async function separateFrames(
  turn: Turn,
  request: PlannedRequest,
  frames: readonly Uint8Array[],
): Promise<{ readonly bytes: readonly Uint8Array[]; readonly sheet: string | null }> {
  const { context, model } = turn;
  const [sheet] = frames;
  if (request.method !== 'contact-sheet' || !sheet)
    return { bytes: frames.slice(0, request.panels.length), sheet: null };
  const { columns, rows, size } = planContactSheet(model.size, request.size, request.panels.length);
  await context.imaging.inspectPicture(sheet);
  const sha256 = await hold(turn, () => context.artifacts.put(sheet));
  const cut = await context.imaging.cutContactSheet(sheet, {
    columns,
    rows,
    panels: request.panels.length,
    frame: request.size,
    sheet: size,
  });
  return { bytes: cut.frames, sheet: sha256 };
}

async function storeFrame(turn: Turn, request: PlannedRequest, bytes: Uint8Array): Promise<StoredFrame> {
  const { context, batch } = turn;
  const facts = await context.imaging.inspectPicture(bytes);
  const wentAlong = (picture: { readonly sha256: string } | null | undefined) =>
    picture && request.references.some(({ sha256 }) => sha256 === picture.sha256) ? picture.sha256 : null;
  // A later request of the same batch goes on from the one before it, and through that from the batch's reference frame.
  const reference =
    wentAlong(batch.reference?.frame) ?? (wentAlong(request.referenceFrame) && batch.reference?.frame.sha256);
  return {
    ...facts,
    sha256: await hold(turn, () => context.artifacts.put(bytes)),
    key: request.key,
    from: { anchor: wentAlong(request.anchor), reference: reference ?? null },
    at: Date.now(),
  };
}

/** What is paid is held in memory until there is room for it again. */
export const hold = <Stored>({ context, pickUp }: Turn, store: () => Promise<Stored>): Promise<Stored> =>
  keepTrying(store, { signal: pickUp.signal, onFirst: (error) => context.space.ranOut(error) });

/** Indices of frames that repeat an earlier one of the same request. */
async function copiesAmong(
  { context }: Turn,
  request: PlannedRequest,
  frames: readonly Uint8Array[],
): Promise<Set<number>> {
  if (request.method === 'panels' || frames.length < 2) return new Set();
  const pairs = await context.imaging.findCopies(frames);
  return new Set(pairs.map(({ b }) => b));
}
