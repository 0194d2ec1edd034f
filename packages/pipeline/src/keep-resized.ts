import { LRUCache } from 'lru-cache';

/** What the small pictures of a few long stories take; a thumbnail is 10–30 kB. */
const maxBytes = 64 * 1_048_576;

interface Resized {
  readonly bytes: Uint8Array;
  readonly mime: string;
}

/**
 * Keeps pictures that were scaled down, the ones used last, since a page asks for hundreds of them and making one costs 20 ms
 * of CPU. A second request for one that is being made waits for it.
 */
export function keepResized(
  resize: (bytes: Uint8Array, width: number) => Promise<Resized>,
): (sha256: string, width: number, read: () => Promise<Uint8Array>) => Promise<Resized> {
  const kept = new LRUCache<string, Resized>({
    maxSize: maxBytes,
    sizeCalculation: ({ bytes }) => bytes.byteLength + 1,
  });
  const underWay = new Map<string, Promise<Resized>>();
  return (sha256, width, read) => {
    const key = `${sha256}-w${width}`;
    const known = kept.get(key);
    if (known) return Promise.resolve(known);
    const making =
      underWay.get(key) ??
      (async () => {
        try {
          const resized = await resize(await read(), width);
          kept.set(key, resized);
          return resized;
        } finally {
          underWay.delete(key);
        }
      })();
    underWay.set(key, making);
    return making;
  };
}
