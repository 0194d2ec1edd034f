import { asNextpanelError, type Drawn, type DrawRequest, NextpanelError, planContactSheet } from '@nextpanel/core';
import type { StoredFrame } from '@nextpanel/store';
import type { RequestRecord } from '../record.ts';
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
  request: DrawRequest,
  drawn: Drawn,
): Promise<RequestRecord['frames']> {
  try {
    if (drawn.frames.length === 0) {
      throw new NextpanelError('frames_missing', 'the provider sent no frame', { retryable: true });
    }
    const bytes = await separateFrames(turn, request, drawn.frames);
    const frames = await Promise.all(bytes.map((frame) => storeFrame(turn, request, frame)));
    const copies = await copiesAmong(turn, request, bytes);
    return request.panels.map((_, index) => (copies.has(index) ? null : (frames[index] ?? null)));
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
  { context, model }: Turn,
  request: DrawRequest,
  frames: readonly Uint8Array[],
): Promise<readonly Uint8Array[]> {
  const [sheet] = frames;
  if (request.method !== 'contact-sheet' || !sheet) return frames.slice(0, request.panels.length);
  const { columns, rows, size } = planContactSheet(model.size, request.size, request.panels.length);
  await context.imaging.inspectPicture(sheet);
  await context.artifacts.put(sheet);
  const cut = await context.imaging.cutContactSheet(sheet, {
    columns,
    rows,
    panels: request.panels.length,
    frame: request.size,
    sheet: size,
  });
  return cut.frames;
}

async function storeFrame({ context }: Turn, { key }: DrawRequest, bytes: Uint8Array): Promise<StoredFrame> {
  const facts = await context.imaging.inspectPicture(bytes);
  return { ...facts, sha256: await context.artifacts.put(bytes), key };
}

/** Indices of frames that repeat an earlier one of the same request. */
async function copiesAmong(
  { context }: Turn,
  request: DrawRequest,
  frames: readonly Uint8Array[],
): Promise<Set<number>> {
  if (request.method === 'panels' || frames.length < 2) return new Set();
  const pairs = await context.imaging.findCopies(frames);
  return new Set(pairs.map(({ b }) => b));
}
