import type { Fence, JobLock, Method, PanelSpec, ProviderId, StoryStatus } from '@nextpanel/core';
import { type KnownRequest, readRequest } from './known-requests.ts';
import { type AskedRetouch, frameOrNull, readFrame, type StoredFrame, type StoredSpec } from './stored.ts';
import type { StoredPictures } from './stored-pictures.ts';

/** A claimed batch, with everything needed to draw it. */
export interface ClaimedBatch {
  readonly fence: Fence;
  readonly tenant: string;
  readonly id: string;
  /** Place in the chain, from 1: the first batch has neither anchor nor reference frame. */
  readonly number: number;
  readonly attempt: number;
  /** Attempts used up before this one. */
  readonly tries: number;
  readonly spec: StoredSpec;
  readonly panels: readonly ClaimedPanel[];
  readonly anchor: StoredFrame | null;
  /** Id of its panel, the first of the chain. */
  readonly anchorPanel: string;
  /** The selected last frame of the previous batch, with its panel's id, and its number, 0 for a removed panel. */
  readonly reference: { readonly panel: string; readonly number: number; readonly frame: StoredFrame } | null;
  /** When it was claimed, by Redis' clock, in milliseconds since the epoch. */
  readonly claimedAt: number;
  /** Anchor and reference frame as stored, by which `intend` sees that no others have been selected since. */
  readonly seen: { readonly anchor: string; readonly reference: string };
  readonly requests: readonly KnownRequest[];
  /** Further takes that were asked for beside those of `panels`. */
  readonly further: readonly ClaimedPanel[];
  /** Drawn frames that no longer follow from anchor and reference frame are drawn again. */
  readonly cascade: boolean;
  /** The story was cancelled before this turn: what is at the vendor is stopped or fetched. */
  readonly cancelled: boolean;
  /**
   * The turn only collects what was ordered for the batch: it orders nothing, and leaves its status. Frames of a batch that is `drawn`
   * become takes. Null: the turn draws.
   */
  readonly collects: 'drawn' | 'undrawn' | null;
  /** When a user last resumed the story, by Redis' clock, in milliseconds since the epoch; 0: never. */
  readonly resumedAt: number;
  /** A turn that died had left it. */
  readonly recovered: boolean;
}

/** One frame to be drawn: a panel's, or a further take of it. */
export interface ClaimedPanel {
  readonly id: string;
  /** Place in reading order when the batch was claimed, from 1; 0 for a removed panel. */
  readonly number: number;
  /** Place in the batch, from 1: how many panels after the reference frame it comes in the chain. */
  readonly place: number;
  /** A take asked for beside the panel's own. */
  readonly further: boolean;
  /** What its frame is drawn for, and kept by until the commit: the panel's id, or `id+i` for the i-th further take. */
  readonly target: string;
  /** How often an edit changed what its picture shows. */
  readonly art: number;
  readonly spec: PanelSpec;
  /** 0; n for the n-th retake. */
  readonly redraw: number;
  /** A user asked for this panel to be drawn again, not for the others of its batch. */
  readonly asked: boolean;
  /** The user wants this changed in the frame there is; absent: the panel is drawn whole. */
  readonly retouch?: AskedRetouch;
  /** The frame kept for it by an earlier turn. */
  readonly kept: StoredFrame | null;
  /** Whether that one was selected before, and is carried over while others of the batch are drawn again. */
  readonly carried: boolean;
  /** It stays though its batch is drawn again in a cascade: it was chosen meanwhile, or its panel is removed. */
  readonly stays: boolean;
}

/** `lost`: the lock is not ours. `rest`: the story has nothing to draw in its present status. */
export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly batch: ClaimedBatch }
  | { readonly kind: 'lost' | 'gone' | 'provider_paused' }
  /** It is not time yet: `restMs` is left, by Redis' clock. */
  | { readonly kind: 'early'; readonly restMs: number }
  | { readonly kind: 'rest'; readonly status: StoryStatus };

/** What the next turn of a story would draw with; `early`: it is not time yet. `none`: there is nothing to draw. */
export type NextTurn =
  | {
      readonly kind: 'turn';
      readonly provider: ProviderId;
      readonly model: string;
      readonly method: Method;
      /** There is something to fetch from the vendor, so that the turn has work even while nothing may be ordered. */
      readonly collects: boolean;
    }
  | { readonly kind: 'early'; readonly restMs: number }
  | { readonly kind: 'none' };

type ClaimAnswer = readonly [
  kind: 'claimed',
  fence: number,
  id: string,
  place: number,
  panels: readonly string[],
  numbers: readonly number[],
  attempt: number,
  tries: number,
  spec: string,
  specs: readonly string[],
  kept: readonly string[],
  anchor: string,
  reference: string,
  requests: readonly string[],
  tenant: string,
  redraws: readonly string[],
  further: readonly string[],
  carried: readonly number[],
  cascade: string,
  stays: readonly number[],
  cancelled: number,
  art: readonly number[],
  now: number,
  referencePanel: string,
  referenceNumber: number,
  anchorPanel: string,
  collects: 'drawn' | 'undrawn' | '',
  resumedAt: number,
  crashed: number,
];

/** A redraw as `story:redraws` holds it. */
export interface AskedRedraw {
  readonly redraw: number;
  readonly count: number;
  readonly retouch?: AskedRetouch;
}

/** Everything of a claim that may name pictures. */
export function frameTexts(answer: readonly unknown[]): string[] {
  const [, , , , , , , , , , kept, anchor, reference, requests, , , further] = answer as ClaimAnswer;
  return [...kept, anchor, reference, ...requests, ...further];
}

export function readClaim(
  story: string,
  lock: JobLock,
  answer: readonly unknown[],
  pictures: StoredPictures,
): ClaimedBatch {
  const [, fence, id, number, panels, numbers, attempt, tries, spec, specs, ...drawn] = answer as ClaimAnswer;
  const [kept, anchor, reference, requests, tenant, redraws, further, carried, cascade, stays, ...rest] = drawn;
  const [cancelled, art, claimedAt, referencePanel, referenceNumber, anchorPanel, collects, resumedAt, crashed] = rest;
  const claimed = panels.map((panel, index): ClaimedPanel => {
    const asked = redraws[index] ? (JSON.parse(redraws[index]) as AskedRedraw) : null;
    return {
      id: panel,
      number: numbers[index] ?? 0,
      place: index + 1,
      target: panel,
      further: false,
      art: art[index] ?? 0,
      spec: JSON.parse(specs[index] ?? '') as PanelSpec,
      redraw: asked?.redraw ?? 0,
      asked: asked !== null,
      ...(asked?.retouch && { retouch: asked.retouch }),
      kept: frameOrNull(kept[index], pictures),
      carried: carried[index] === 1,
      stays: stays[index] === 1,
    };
  });
  return {
    fence: { story, lockKey: lock.lockKey, token: lock.token, number: fence },
    tenant,
    id,
    number,
    attempt,
    tries,
    spec: JSON.parse(spec) as StoredSpec,
    panels: claimed,
    further: inGroups(further, 2).flatMap(([target = '', frame]) => {
      const [panel, take] = target.split('+');
      const of = claimed.find((it) => it.id === panel);
      return of
        ? [
            {
              ...of,
              target,
              further: true,
              redraw: of.redraw + Number(take),
              kept: frameOrNull(frame, pictures),
              carried: false,
              stays: false,
            },
          ]
        : [];
    }),
    anchor: frameOrNull(anchor, pictures),
    anchorPanel,
    reference:
      reference === ''
        ? null
        : { panel: referencePanel, number: referenceNumber, frame: readFrame(reference, pictures) },
    claimedAt,
    seen: { anchor, reference },
    requests: inGroups(requests, 9).map((fields) => readRequest(fields, pictures)),
    cascade: cascade !== '',
    cancelled: cancelled === 1,
    collects: collects === '' ? null : collects,
    resumedAt,
    recovered: crashed === 1,
  };
}

const inGroups = (flat: readonly string[], size: number): (readonly string[])[] =>
  Array.from({ length: flat.length / size }, (_, index) => flat.slice(size * index, size * (index + 1)));
