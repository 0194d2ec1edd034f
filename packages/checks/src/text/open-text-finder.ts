import { fileURLToPath } from 'node:url';
import type { Piscina } from 'piscina';
import type { FoundText, TextPicture } from './text.worker.ts';
import { detectorSide } from './text-boxes.ts';

/** How a picture is read for the detector, and for the reader of its lines. */
export const squareSize = { width: detectorSide, height: detectorSide, fit: 'fill' } as const;
export const linesSize = { width: 2 * detectorSide, height: 2 * detectorSide, fit: 'inside' } as const;

/** Share of the picture that letters must cover to be found: a word of twenty pixels in a picture of 1,024. */
export const leastTextArea = 0.0004;

/** Its thread and models take about 300 MB, which are given back when nothing is read for this long, in milliseconds. */
const idleMs = 30_000;

/** Finds letters in pictures, in a thread of its own that is started by the first one. */
export interface TextFinder extends AsyncDisposable {
  find(picture: TextPicture): Promise<FoundText>;
}

export function openTextFinder(): TextFinder {
  let pool: Promise<Piscina<TextPicture, FoundText>> | undefined;
  return {
    async find(picture) {
      pool ??= openPool();
      return (await pool).run(picture, { name: 'findTextInThread' });
    },
    async [Symbol.asyncDispose]() {
      await (await pool)?.destroy();
    },
  };
}

async function openPool(): Promise<Piscina<TextPicture, FoundText>> {
  // Loaded with the first picture: most installations never read one.
  const { Piscina } = await import('piscina');
  return new Piscina({
    filename: fileURLToPath(new URL('./text.worker.ts', import.meta.url)),
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: idleMs,
    // What a test runner loads for itself has no place in the thread.
    execArgv: [],
  });
}
