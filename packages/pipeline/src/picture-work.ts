import { NextpanelError } from '@nextpanel/core';

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

interface Waiting {
  readonly start: () => void;
}

/**
 * Decoding and scaling take threads and memory (150 MB for 50 megapixels), so two run at a time, and lines take turns: each tenant has
 * one for the pictures people look at and one for those that are checked. What one tenant asks for delays another by one picture.
 *
 * The result rejects with `too_many_pictures` when the line is full, and with the signal's reason.
 */
export function openPictureWork({ atOnce = usuallyAtOnce } = {}): PictureWork {
  /** In the order of their turns. */
  const lines = new Map<string, Set<Waiting>>();
  let running = 0;

  const startNext = (): void => {
    while (running < atOnce) {
      const [first] = lines;
      if (first === undefined) return;
      const [name, line] = first;
      const [next] = line;
      lines.delete(name);
      if (next === undefined) continue;
      line.delete(next);
      // To the end: the others come first now.
      if (line.size > 0) lines.set(name, line);
      next.start();
    }
  };

  return (origin, work) =>
    new Promise((resolve, reject) => {
      const { tenant, lane, signal } = origin;
      if (signal?.aborted) return reject(signal.reason);
      const name = `${tenant} ${lane}`;
      const line = lines.get(name) ?? new Set<Waiting>();
      if (line.size >= waitingMax) return reject(tooMany());
      const leave = () => {
        line.delete(waiting);
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', leave);
          running += 1;
          work()
            .then(resolve, reject)
            .finally(() => {
              running -= 1;
              startNext();
            });
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      line.add(waiting);
      lines.set(name, line);
      startNext();
    });
}

const tooMany = () =>
  new NextpanelError('too_many_pictures', `more than ${waitingMax} pictures of yours are waiting to be read`, {
    retryable: true,
    retryAfterMs,
  });
