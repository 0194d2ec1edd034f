import { NextpanelError } from '@nextpanel/core';
import { openFairLines } from './fair-lines.ts';

/** Of the four threads that Node has for files, names and pictures, two always stay free for everything else. */
const usuallyAtOnce = 2;

/** A browser asks for six pictures at a time; this is the patience for about forty of them. */
const waitingMax = 256;

const retryAfterMs = 2_000;

/** `view`: pictures people look at. `submit`: pictures that are checked before they are kept. */
type Lane = 'view' | 'submit';

export interface PictureOrigin {
  readonly tenant: string;
  readonly lane: Lane;
  /** Aborted when nobody wants the picture any more: work that has not begun is then dropped. */
  readonly signal?: AbortSignal;
}

/** Runs work on pictures, a few at a time; see `openPictureWork`. */
export type PictureWork = <Result>(origin: PictureOrigin, work: () => Promise<Result>) => Promise<Result>;

/**
 * Decoding and scaling take threads and memory (150 MB for 50 megapixels), so two run at a time, and lines take turns: each tenant has
 * one for the pictures people look at and one for those that are checked. What one tenant asks for delays another by one picture.
 *
 * The result rejects with `too_many_pictures` when the line is full, and with the signal's reason.
 */
export function openPictureWork({ atOnce = usuallyAtOnce } = {}): PictureWork {
  const run = openFairLines({ atOnce, waitingMax, full: tooMany });
  return ({ tenant, lane, signal }, work) => run({ name: `${tenant} ${lane}`, signal }, work);
}

const tooMany = () =>
  new NextpanelError('too_many_pictures', `more than ${waitingMax} pictures of yours are waiting to be read`, {
    retryable: true,
    retryAfterMs,
  });
