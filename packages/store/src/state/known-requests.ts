import type {
  LeftOutPicture,
  Method,
  MicroUsd,
  PanelSpec,
  ProviderId,
  RequestState,
  SentPicture,
} from '@nextpanel/core';
import type { Retouching } from './stored.ts';
import { type StoredPictures, unpackPictures } from './stored-pictures.ts';

/** A request of the batch as an earlier turn left it. */
export interface KnownRequest {
  readonly id: string;
  /** The key it can be recalled by. */
  readonly key: string;
  readonly state: RequestState;
  readonly vendorId: string | null;
  /** Where it was ordered; null for one that was recalled, or written before this was stored. */
  readonly provider: ProviderId | null;
  /** Id of the model it was ordered from; null as for `provider`. */
  readonly model: string | null;
  readonly method: Method | null;
  /** It asks a judge about frames instead of drawing any. */
  readonly reviews: boolean;
  /** The frames it asks for, in order; empty for one that was recalled. */
  readonly frames: readonly OrderedFrame[];
  /** SHA-256 of the anchor and of the batch's reference frame that went along; null for one that did not. */
  readonly from: { readonly anchor: string | null; readonly reference: string | null };
  readonly estimate: MicroUsd;
  /** The pictures that went along, and those that did not; absent in requests of older releases. */
  readonly references?: readonly SentPicture[];
  readonly leftOut?: readonly LeftOutPicture[];
  /** When it was marked as sent, by Redis' clock, in milliseconds since the epoch; null before that. */
  readonly orderedAt: number | null;
  /** When its answer was given up, by the same clock; null while it was not. */
  readonly lostAt: number | null;
  /** When it was settled, by the same clock; null while it is not. */
  readonly settledAt: number | null;
  /** Why it yielded nothing, once it is settled. */
  readonly code: string | null;
}

/** One frame that a request asks for: which panel's, and which revision of it. */
export interface OrderedFrame {
  readonly panel: string;
  /** What it is drawn for: the panel's id, or `id+i` for its i-th further take. */
  readonly target: string;
  /** The panel's art revision that the order answers. */
  readonly art: number;
  /** 0; n for the n-th retake. */
  readonly redraw: number;
  /** Who is in the picture, and where, as it was ordered. Absent: nobody, or ordered by an earlier release. */
  readonly cast?: PanelSpec['characters'];
  /** It changes part of a frame. */
  readonly retouch?: Retouching;
}

/** A frame that a request asks for, as stored: its target is named `slot` there, as by the first releases. */
export type StoredAsk = Omit<OrderedFrame, 'target'> & { readonly slot: string };

type StoredIntent = Partial<
  Pick<KnownRequest, 'provider' | 'model' | 'method' | 'from' | 'estimate' | 'references' | 'leftOut'>
> & {
  readonly panels?: readonly string[];
  readonly frames?: readonly StoredAsk[];
  readonly judge?: { readonly model: string };
};

/** @param fields of one request, as `claim-batch` answers */
export function readRequest(fields: readonly string[], pictures: StoredPictures): KnownRequest {
  const [id = '', state, vendorId, key = '', stored, orderedAt, lostAt, outcome, settledAt] = fields;
  const intent = (stored ? JSON.parse(stored) : {}) as StoredIntent;
  return {
    id,
    key,
    state: state as RequestState,
    vendorId: vendorId || null,
    provider: intent.provider ?? null,
    model: intent.model ?? null,
    reviews: intent.judge !== undefined,
    method: intent.method ?? null,
    frames: (intent.frames ?? []).map(({ slot, ...frame }) => ({ ...frame, target: slot })),
    from: intent.from ?? { anchor: null, reference: null },
    estimate: intent.estimate ?? 0,
    ...(intent.references && { references: unpackPictures(intent.references, pictures) }),
    ...(intent.leftOut && { leftOut: unpackPictures(intent.leftOut, pictures) }),
    orderedAt: Number(orderedAt) || null,
    lostAt: Number(lostAt) || null,
    settledAt: Number(settledAt) || null,
    code: outcome ? ((JSON.parse(outcome) as { code?: string }).code ?? null) : null,
  };
}
