/**
 * Pixels that a finalizer has under way at most: a sheet of eight panels of 1024×1024, a strip of a webtoon, or two sheets of manga. What is
 * made takes about twelve bytes each; more at once takes as much more memory, and no less time on two cores.
 */
const mostPixels = 9_000_000;

/** Room for pictures in one process. Work is let in by its turn, so that nothing large waits forever. */
export interface Room {
  /** Settles when there is room for so many pixels, at the latest when nothing else is under way; disposing gives it back. */
  take(pixels: number): Promise<Disposable>;
}

export function openRoom(): Room {
  let free = mostPixels;
  const waiting: { readonly pixels: number; readonly enter: () => void }[] = [];
  const admit = () => {
    for (let next = waiting[0]; next && next.pixels <= free; next = waiting[0]) {
      waiting.shift();
      free -= next.pixels;
      next.enter();
    }
  };
  return {
    take(wanted) {
      const pixels = Math.min(wanted, mostPixels);
      const leave = () => {
        free += pixels;
        admit();
      };
      return new Promise((resolve) => {
        waiting.push({ pixels, enter: () => resolve({ [Symbol.dispose]: leave }) });
        admit();
      });
    },
  };
}

/** Of a book whose pages are as they were encoded: one of them is in memory at a time. */
export const pixelsOfBook = mostPixels / 2;

/** Of a book whose pages are drawn for it. */
export const pixelsOfDrawnBook = mostPixels;
