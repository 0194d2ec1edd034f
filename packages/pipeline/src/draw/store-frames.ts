import { asNextpanelError, type Drawn, NextpanelError, type Order, planContactSheet } from '@nextpanel/core';
import type { KnownRequest, OrderedFrame, StoredFrame } from '@nextpanel/store';
import type { RequestRecord } from '../record.ts';
import { keepTrying } from './hold-until-stored.ts';
import type { Turn } from './turn.ts';

/** An order with the frames it asks for and the anchor and reference frame that went along. */
export interface DrawnRequest extends Order {
  readonly frames: readonly OrderedFrame[];
  readonly from: KnownRequest['from'];
}

/** Responses that are paid and of no use: the request is refused, and what follows is decided as for any failed try. */
const uselessCodes = ['frames_missing', 'picture_unreadable', 'picture_too_large', 'contact_sheet_unreadable'];

/**
 * Checks that every frame decodes and stores its bytes untouched. Answers with a frame for each panel of the request, null
 * where fewer came or where a copy of an earlier one did: identical pictures are no sequence. A response of which nothing can be
 * used is paid for, and throws.
 */
export async function storeFrames(
  turn: Turn,
  request: DrawnRequest,
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
    const { id, key } = request;
    await turn.settle({ id, key, outcome: 'refused', cost: drawn.costMicroUsd, code: error.code, frames: [] });
    throw new NextpanelError(error.code, error.message, {
      cause: error,
      fault: 'unusable',
      retryable: error.code !== 'contact_sheet_unreadable',
      money: 'paid',
    });
  }
}

/** The frames of the panels, in order. A contact sheet is kept as it came and cut apart. */
async function separateFrames(
  turn: Turn,
  request: DrawnRequest,
  frames: readonly Uint8Array[],
): Promise<{ readonly bytes: readonly Uint8Array[]; readonly sheet: string | null }> {
  const { context } = turn;
  const [sheet] = frames;
  if (request.method !== 'contact-sheet' || !sheet)
    return { bytes: frames.slice(0, request.panels.length), sheet: null };
  const { columns, rows, size } = planContactSheet(request.model.size, request.size, request.panels.length);
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

async function storeFrame(turn: Turn, request: DrawnRequest, bytes: Uint8Array): Promise<StoredFrame> {
  const { context } = turn;
  const facts = await context.imaging.inspectPicture(bytes);
  return {
    ...facts,
    sha256: await hold(turn, () => context.artifacts.put(bytes)),
    source: { kind: 'request', request: request.id, key: request.key },
    from: request.from,
    at: turn.now(),
  };
}

/** What is paid is held in memory until there is room for it again. */
export const hold = <Stored>({ context, queueTurn }: Turn, store: () => Promise<Stored>): Promise<Stored> =>
  keepTrying(store, { signal: queueTurn.signal, onFirst: (error) => context.space.ranOut(error) });

/** Indices of frames that repeat an earlier one of the same request. */
async function copiesAmong(
  { context }: Turn,
  request: DrawnRequest,
  frames: readonly Uint8Array[],
): Promise<Set<number>> {
  if (request.method === 'panels' || frames.length < 2) return new Set();
  const pairs = await context.imaging.findCopies(frames);
  return new Set(pairs.map(({ b }) => b));
}
