import { LRUCache } from 'lru-cache';
import type { PictureWork } from './picture-work.ts';

/** What the small pictures of a few long stories take; a thumbnail is 10–30 kB. */
const maxBytes = 64 * 1_048_576;

/**
 * The widths that pictures are scaled to. A few of them, or a client that asks for each width in turn would have every picture
 * scaled thousands of times.
 */
const widths = [
  16, 32, 48, 64, 96, 128, 160, 192, 200, 240, 256, 300, 320, 400, 480, 512, 600, 640, 720, 768, 800, 960, 1_024, 1_200,
  1_280, 1_440, 1_600, 1_920, 2_048, 2_560, 3_072, 4_096,
] as const;

/** The width a picture is really scaled to when this one is asked for: the next one of a ladder. */
export const widthOnLadder = (width: number): number => widths.find((it) => it >= width) ?? width;

interface Resized {
  readonly bytes: Uint8Array;
  readonly mime: string;
}

export interface ResizedPicture {
  readonly sha256: string;
  /** One of the ladder's. */
  readonly width: number;
  /** Who asks. */
  readonly tenant: string;
  /** Aborted when the one who asks is gone. */
  readonly signal: AbortSignal | undefined;
  /** The picture as it is stored; called only when it is not known in this width. */
  readonly read: () => Promise<Uint8Array>;
}

interface Making {
  readonly result: Promise<Resized>;
  readonly stop: AbortController;
  readers: number;
}

/**
 * Keeps pictures that were scaled down, the ones used last, since a page asks for hundreds of them and making one costs 20 ms
 * of CPU. A second request for one that is being made waits for it; one that nobody waits for any more is not begun.
 */
export function keepResized(
  resize: (bytes: Uint8Array, width: number) => Promise<Resized>,
  work: PictureWork,
): (picture: ResizedPicture) => Promise<Resized> {
  const kept = new LRUCache<string, Resized>({
    maxSize: maxBytes,
    sizeCalculation: ({ bytes }) => bytes.byteLength + 1,
  });
  const underWay = new Map<string, Making>();

  const begin = (key: string, { width, tenant, read }: ResizedPicture): Making => {
    const stop = new AbortController();
    const result = work({ tenant, lane: 'view', signal: stop.signal }, async () => resize(await read(), width));
    const making = { result, stop, readers: 0 };
    underWay.set(key, making);
    const done = () => {
      if (underWay.get(key) === making) underWay.delete(key);
    };
    result.then((resized) => {
      kept.set(key, resized);
      done();
    }, done);
    return making;
  };

  return async (picture) => {
    const { signal } = picture;
    const key = `${picture.sha256}-w${picture.width}`;
    const known = kept.get(key);
    if (known) return known;
    signal?.throwIfAborted();
    const making = underWay.get(key) ?? begin(key, picture);
    making.readers += 1;
    const leave = () => {
      making.readers -= 1;
      if (making.readers > 0) return;
      // A later request begins again.
      if (underWay.get(key) === making) underWay.delete(key);
      making.stop.abort(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await making.result;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  };
}
