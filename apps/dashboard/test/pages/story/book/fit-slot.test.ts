import { expect, it } from 'vitest';
import { fitSlot } from '../../../../src/pages/story/book/fit-slot.ts';

it('a panel fills the stage with a little room around it, in its middle', () => {
  const slot = { x: 0.5, y: 0, width: 0.5, height: 0.25 };
  const shown = fitSlot({ width: 1_000, height: 2_000 }, slot, { width: 600, height: 900 });
  expect(slot.width * shown.width).toBeCloseTo(600 * 0.94);
  expect(shown.height / shown.width).toBeCloseTo(2);
  expect(shown.x + (slot.x + slot.width / 2) * shown.width).toBeCloseTo(300);
  expect(shown.y + (slot.y + slot.height / 2) * shown.height).toBeCloseTo(450);
});
