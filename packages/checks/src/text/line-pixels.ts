import type { Pixels } from '@nextpanel/core';
import { detectorSide, type TextBox } from './text-boxes.ts';

/** The height in which the reader sees a line, in pixels, and how wide a line may be. */
export const readerHeight = 48;
const widest = 960;

/** The detector marks the middle of a line: letters reach beyond a box by this share of its shorter side. */
const beyond = 0.5;

/** A line of letters, cut from a picture and scaled to the height of the reader by linear interpolation. */
export function cutLine(picture: Pixels, { left, top, width, height }: TextBox): Pixels {
  const more = beyond * Math.min(width, height);
  const [scaleX, scaleY] = [picture.width / detectorSide, picture.height / detectorSide];
  const from = { x: Math.max(0, left - more) * scaleX, y: Math.max(0, top - more) * scaleY };
  const to = {
    x: Math.min(detectorSide, left + width + more) * scaleX,
    y: Math.min(detectorSide, top + height + more) * scaleY,
  };
  const [wide, high] = [to.x - from.x, to.y - from.y];
  const line = Math.min(widest, Math.max(readerHeight, Math.round((readerHeight * wide) / high)));
  const data = new Uint8Array(line * readerHeight * 3);
  for (let y = 0; y < readerHeight; y += 1) {
    for (let x = 0; x < line; x += 1) {
      const point = {
        x: from.x + ((x + 0.5) * wide) / line - 0.5,
        y: from.y + ((y + 0.5) * high) / readerHeight - 0.5,
      };
      for (let channel = 0; channel < 3; channel += 1)
        data[(y * line + x) * 3 + channel] = Math.round(levelAt(picture, point, channel));
    }
  }
  return { width: line, height: readerHeight, data };
}

function levelAt({ width, height, data }: Pixels, { x, y }: { x: number; y: number }, channel: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const level = (column: number, row: number) =>
    data[(clamp(row, height) * width + clamp(column, width)) * 3 + channel] ?? 0;
  const [across, down] = [x - left, y - top];
  const upper = level(left, top) * (1 - across) + level(left + 1, top) * across;
  const lower = level(left, top + 1) * (1 - across) + level(left + 1, top + 1) * across;
  return upper * (1 - down) + lower * down;
}

const clamp = (at: number, size: number): number => Math.min(Math.max(at, 0), size - 1);
