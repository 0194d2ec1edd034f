import type { LetteredPanel, PixelSize, Rectangle } from '@nextpanel/core';

/** Everything that texts may paint, with room for outlines, as far as it lies on the page; null: nothing. */
export function inkArea({ texts, size }: Pick<LetteredPanel, 'texts' | 'size'>, page: PixelSize): Rectangle | null {
  const boxes = texts.flatMap(({ box, block, tail }) => [
    box,
    block,
    ...(tail
      ? [tail.from, tail.to].map(({ x, y }) => ({
          x: x - tail.width,
          y: y - tail.width,
          width: 2 * tail.width,
          height: 2 * tail.width,
        }))
      : []),
  ]);
  const left = Math.max(0, Math.min(...boxes.map(({ x }) => x)) - size);
  const top = Math.max(0, Math.min(...boxes.map(({ y }) => y)) - size);
  const right = Math.min(page.width, Math.max(...boxes.map(({ x, width }) => x + width)) + size);
  const bottom = Math.min(page.height, Math.max(...boxes.map(({ y, height }) => y + height)) + size);
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}
