import { expect, it } from 'vitest';
import { boxAround, type Stroke } from '../../../../src/pages/story/retouch/strokes.ts';

const frame = { width: 200, height: 100 };
const line = (over: Partial<Stroke> = {}): Stroke => ({
  points: [
    { x: 0.2, y: 0.5 },
    { x: 0.6, y: 0.5 },
  ],
  width: 0.1,
  erases: false,
  ...over,
});

it('the box around what was painted has room for the width of the brush, and stays in the picture', () => {
  const box = boxAround([line()], frame);
  expect(box?.x).toBeCloseTo(0.15);
  expect(box?.width).toBeCloseTo(0.5);
  // A twentieth of the width is a tenth of the height.
  expect(box?.y).toBeCloseTo(0.4);
  expect(box?.height).toBeCloseTo(0.2);
  expect(boxAround([line({ width: 2 })], frame)).toEqual({ x: 0, y: 0, width: 1, height: 1 });
});

it('erasing paints nothing', () => {
  expect(boxAround([line({ erases: true })], frame)).toBeNull();
});
