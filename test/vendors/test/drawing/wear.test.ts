import { expect, it } from 'vitest';
import { openWear } from '../../src/drawing/wear.ts';

const reference = (sha256: string) => ({ sha256, bytes: new Uint8Array(), mime: 'image/png', width: 8, height: 8 });

/** How worn the hundredth picture is, where each is drawn from these. */
function wearOf(referencesOf: (last: string, first: string) => readonly string[]): number {
  const memory = openWear({ perDrawing: 1 });
  let wear = 0;
  for (let index = 0; index < 100; index += 1) {
    const names = index === 0 ? [] : referencesOf(`frame ${index - 1}`, 'frame 0');
    wear = memory.next({ references: names.map(reference) }, `${index}`);
    memory.remember(`frame ${index}`, wear);
  }
  return wear;
}

it('a picture takes over how worn those are that it is drawn from, and adds some of its own', () => {
  const chained = wearOf((last) => [last]);
  const held = wearOf((last) => ['plate', last]);
  const anchored = wearOf((_last, first) => ['plate', first]);
  const fromPlates = wearOf(() => ['plate']);
  expect(chained).toBeGreaterThan(90);
  expect([held > anchored, anchored > fromPlates, fromPlates < 1.5, held < 4]).toEqual([true, true, true, true]);
  expect(openWear({ perDrawing: 0 }).next({ references: [reference('frame 1')] }, 'any')).toBe(0);
});
