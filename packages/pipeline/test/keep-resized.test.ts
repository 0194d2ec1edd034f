import { setImmediate as soon } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { keepResized, widthOnLadder } from '../src/keep-resized.ts';
import { openPictureWork } from '../src/picture-work.ts';

function openResizing() {
  const begun: number[] = [];
  let finish = () => {};
  const resize = (bytes: Uint8Array, width: number) =>
    new Promise<{ bytes: Uint8Array; mime: string }>((resolve) => {
      begun.push(width);
      const before = finish;
      finish = () => {
        before();
        resolve({ bytes, mime: 'image/webp' });
      };
    });
  const resized = keepResized(resize, openPictureWork());
  const ask = (width: number, signal?: AbortSignal) =>
    resized({ sha256: 'a'.repeat(64), width, tenant: 'hare', signal, read: async () => new Uint8Array([1]) });
  return { begun, ask, finish: () => finish() };
}

test('any width that may be asked for is one of a few dozen', () => {
  const widths = new Set(Array.from({ length: 4_081 }, (_, index) => widthOnLadder(16 + index)));
  expect(widths.size).toBeLessThan(40);
  for (const width of widths) expect(widthOnLadder(width)).toBe(width);
  expect([widthOnLadder(65), widthOnLadder(400), widthOnLadder(4_096)]).toEqual([96, 400, 4_096]);
});

test('a picture that is asked for twice is made once, also when the first one leaves', async () => {
  const { begun, ask, finish } = openResizing();
  const first = new AbortController();
  const leaving = ask(64, first.signal);
  const staying = ask(64, new AbortController().signal);
  first.abort();
  await soon();
  finish();
  expect(await staying).toMatchObject({ mime: 'image/webp' });
  // It was made for the other one anyway.
  await leaving;
  expect(await ask(64)).toBe(await staying);
  expect(begun).toEqual([64]);
});

test('a picture that nobody waits for any more is not begun, and made when it is asked for again', async () => {
  const { begun, ask, finish } = openResizing();
  const running = [ask(64), ask(96)];
  await soon();
  const reader = new AbortController();
  const left = ask(128, reader.signal);
  reader.abort();
  await expect(left).rejects.toMatchObject({ name: 'AbortError' });
  finish();
  await Promise.all(running);
  const again = ask(128, new AbortController().signal);
  await soon();
  finish();
  await again;
  expect(begun).toEqual([64, 96, 128]);
});
