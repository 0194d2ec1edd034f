import { expect, test } from 'vitest';
import { openRoom, pixelsOfBook, pixelsOfDrawnBook } from '../src/finalize/open-room.ts';

/** Work that was let in, by its name, and how to end it. */
function watch() {
  const room = openRoom();
  const inside = new Map<string, Disposable>();
  return {
    names: () => [...inside.keys()],
    async start(name: string, pixels: number) {
      inside.set(name, await room.take(pixels));
    },
    async end(name: string) {
      inside.get(name)?.[Symbol.dispose]();
      inside.delete(name);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test('two sheets are composed side by side, a book whose pages are drawn for it has the process alone, and nothing overtakes it', async () => {
  const work = watch();
  await Promise.all([work.start('sheet', 4_500_000), work.start('other sheet', 4_500_000)]);
  const drawn = work.start('print', pixelsOfDrawnBook);
  const behind = work.start('pdf', pixelsOfBook);
  await work.end('sheet');
  expect(work.names()).toEqual(['other sheet']);
  await work.end('other sheet');
  await drawn;
  expect(work.names()).toEqual(['print']);
  await work.end('print');
  await behind;
  expect(work.names()).toEqual(['pdf']);
});

test('what is larger than the room is let in when nothing else is inside', async () => {
  const work = watch();
  await work.start('strip', 900_000_000);
  const next = work.start('sheet', 1);
  await Promise.resolve();
  expect(work.names()).toEqual(['strip']);
  await work.end('strip');
  await next;
  expect(work.names()).toEqual(['sheet']);
});
