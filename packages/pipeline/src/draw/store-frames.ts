import { copySize, findCopies } from '@nextpanel/checks';
import {
  type Drawn,
  type LeftOutPicture,
  NextpanelError,
  nearestSize,
  type Order,
  type PixelSize,
  planContactSheet,
  type SentPicture,
} from '@nextpanel/core';
import type { KnownRequest, OrderedFrame, StoredFrame } from '@nextpanel/store';
import { isLoss } from '../frames.ts';
import type { RequestRecord } from '../record.ts';
import { judgeFrame } from './judge-frame.ts';
import { keepTrying } from './keep-trying.ts';
import type { Turn } from './turn.ts';
import { uselessError } from './useless-codes.ts';

/** An order with the frames it asks for and the anchor and reference frame that went along. */
export interface DrawnRequest extends Order {
  readonly frames: readonly OrderedFrame[];
  readonly from: KnownRequest['from'];
  /** What went along and why; unknown for orders of earlier turns, see `KnownRequest`. */
  readonly sent?: readonly SentPicture[] | undefined;
  readonly leftOut?: readonly LeftOutPicture[] | undefined;
}

/** A picture that stands for a refusal, and what its panel fails with. */
export interface RefusedFrame {
  readonly index: number;
  readonly frame: StoredFrame;
  readonly error: NextpanelError;
}

export interface StoredFrames {
  /** For each panel of the request its frame; null where none came that can be used. */
  readonly frames: RequestRecord['frames'];
  readonly refused: readonly RefusedFrame[];
  /** SHA-256 of the contact sheet that the frames were cut from. */
  readonly sheet: string | null;
  /** Why there is nothing to keep, when there is nothing: paid, and of no use. */
  readonly useless: NextpanelError | null;
}

/**
 * Stores the bytes of every frame that decodes, untouched and in its place, whatever the others are. A frame that does not, or
 * that is a copy of an earlier one (identical pictures are no sequence), is missing. One that stands for a refusal is stored as
 * evidence, and is no frame of its panel.
 */
export async function storeFrames(turn: Turn, request: DrawnRequest, drawn: Drawn): Promise<StoredFrames> {
  const none = { frames: request.panels.map(() => null), refused: [], sheet: null };
  let separate: Awaited<ReturnType<typeof separateFrames>>;
  try {
    separate = await separateFrames(turn, request, drawn.frames);
  } catch (thrown) {
    return { ...none, useless: uselessError(thrown) };
  }
  const { bytes, sheet } = separate;
  const results = await Promise.all(
    request.panels.map((_, index) =>
      storeOne(turn, request, index, { bytes: bytes[index] ?? null, blocked: drawn.blocked?.includes(index) === true }),
    ),
  );
  const whole = bytes.map((frame, index) => (results[index]?.kind === 'frame' ? frame : null));
  const copies = await copiesAmong(turn, request, whole);
  const frames = results.map((it, index) => (it.kind === 'frame' && !copies.has(index) ? it.frame : null));
  const refused = results.flatMap((it, index) => (it.kind === 'refused' ? [{ ...it, index }] : []));
  const flaw = results.find((it) => it.kind === 'useless');
  const useless = frames.some((frame) => frame !== null) || refused.length > 0 ? null : (flaw?.error ?? noFrame());
  return { frames, refused, sheet, useless };
}

const noFrame = () => new NextpanelError('frames_missing', 'the provider sent no frame', { retryable: true });

type OneStored =
  | { readonly kind: 'frame'; readonly frame: StoredFrame }
  | { readonly kind: 'refused'; readonly frame: StoredFrame; readonly error: NextpanelError }
  | { readonly kind: 'useless'; readonly error: NextpanelError }
  | { readonly kind: 'missing' };

async function storeOne(
  turn: Turn,
  request: DrawnRequest,
  index: number,
  { bytes, blocked }: { readonly bytes: Uint8Array | null; readonly blocked: boolean },
): Promise<OneStored> {
  if (bytes === null) return { kind: 'missing' };
  try {
    const frame = await storeFrame(turn, request, bytes, request.frames[index]);
    const error = await judgeFrame(turn, request, frame, { bytes, blocked });
    return error === null
      ? { kind: 'frame', frame: await pasteRetouch(turn, request, frame, bytes) }
      : { kind: 'refused', frame, error };
  } catch (thrown) {
    return { kind: 'useless', error: uselessError(thrown) };
  }
}

/** The frames of the panels, in order. A contact sheet is kept as it came and cut apart. */
async function separateFrames(
  turn: Turn,
  request: DrawnRequest,
  frames: Drawn['frames'],
): Promise<{ readonly bytes: Drawn['frames']; readonly sheet: string | null }> {
  const { context } = turn;
  const [sheet] = frames;
  if (request.method !== 'contact-sheet' || !sheet)
    return { bytes: frames.slice(0, request.panels.length), sheet: null };
  const { columns, rows, size } = planContactSheet(request.model.size, request.size, request.panels.length);
  requireSize(await context.imaging.inspectPicture(sheet), size);
  const sha256 = await storePatiently(turn, () => context.artifacts.put(sheet));
  const cut = await context.imaging.cutContactSheet(sheet, {
    columns,
    rows,
    panels: request.panels.length,
    frame: request.size,
    sheet: size,
  });
  return { bytes: cut.frames, sheet: sha256 };
}

async function storeFrame(
  turn: Turn,
  request: DrawnRequest,
  bytes: Uint8Array,
  { cast, retouch }: Pick<OrderedFrame, 'cast' | 'retouch'> = {},
): Promise<StoredFrame> {
  const { context } = turn;
  const facts = await context.imaging.inspectPicture(bytes);
  const ordered = orderedSize(request, facts);
  if (ordered !== null) requireSize(facts, ordered);
  return {
    ...facts,
    ...(ordered !== null && { ordered }),
    sha256: await storePatiently(turn, () => context.artifacts.put(bytes)),
    source: { kind: 'request', request: request.id, key: request.key },
    from: request.from,
    ...(cast && { cast }),
    ...(retouch && { retouch }),
    at: turn.now(),
    ...(request.sent !== undefined && { references: request.sent, leftOut: request.leftOut ?? [] }),
  };
}

/**
 * Within the area of a retouch the frame shows what came, and outside of it the frame that was changed. What came is stored, too. Where
 * base or mask are gone it is the frame as it is: it is paid.
 */
async function pasteRetouch(
  turn: Turn,
  { mask, references: [base] }: DrawnRequest,
  frame: StoredFrame,
  drawn: Uint8Array,
): Promise<StoredFrame> {
  const { context, batch } = turn;
  if (!mask || !base || !frame.retouch) return frame;
  try {
    const [under, area] = await Promise.all([context.artifacts.get(base.sha256), context.artifacts.get(mask.sha256)]);
    const bytes = await context.imaging.pasteArea({ base: under, drawn, mask: area });
    const { ordered: _ordered, ...rest } = frame;
    return {
      ...rest,
      ...(await context.imaging.inspectPicture(bytes)),
      sha256: await storePatiently(turn, () => context.artifacts.put(bytes)),
      retouch: { ...frame.retouch, drawn: frame.sha256 },
    };
  } catch (error) {
    if (!isLoss(error)) throw error;
    context.log.warn({ story: batch.fence.story, err: error }, 'a retouch cannot be pasted over the frame it changes');
    return frame;
  }
}

/** Vendors round sizes to multiples of 8, 16 or 64, a difference too small to see. */
const roundingShare = 0.05;

/** The size that was ordered, where the frame has another one than rounding explains; otherwise null. */
function orderedSize({ model, size }: Order, frame: PixelSize): PixelSize | null {
  const expected = nearestSize(model.size, size) ?? size;
  const isNear = (edge: 'width' | 'height') => Math.abs(frame[edge] / expected[edge] - 1) <= roundingShare;
  return isNear('width') && isNear('height') ? null : expected;
}

/** A picture of less than half the size, on both sides, shows too little. Throws `frame_too_small`. */
function requireSize(frame: PixelSize, ordered: PixelSize): void {
  if (frame.width >= ordered.width / 2 || frame.height >= ordered.height / 2) return;
  throw new NextpanelError(
    'frame_too_small',
    `a picture of ${frame.width}×${frame.height} pixels came where ${ordered.width}×${ordered.height} were ordered`,
  );
}

/** What is paid is held in memory until there is room for it again. */
export const storePatiently = <Stored>({ context, queueTurn }: Turn, store: () => Promise<Stored>): Promise<Stored> =>
  keepTrying(store, { signal: queueTurn.signal, onFirst: (error) => context.space.ranOut(error) });

/** Indices of frames that repeat an earlier one of the same request. */
async function copiesAmong({ context }: Turn, request: DrawnRequest, frames: Drawn['frames']): Promise<Set<number>> {
  const whole = frames.flatMap((bytes, index) => (bytes ? [{ bytes, index }] : []));
  if (request.method === 'panels' || whole.length < 2) return new Set();
  const read = await Promise.all(whole.map(({ bytes }) => context.imaging.readPixels(bytes, copySize)));
  const pairs = findCopies(read);
  return new Set(pairs.flatMap(({ b }) => whole[b]?.index ?? []));
}
