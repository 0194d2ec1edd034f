import { t } from '@lingui/core/macro';
import type { Box } from '@nextpanel/core';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** One line of the brush, in shares of the frame. */
export interface Stroke {
  readonly points: readonly Point[];
  /** Of the brush, in shares of the frame's width. */
  readonly width: number;
  readonly erases: boolean;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The box around all that was painted, without looking at what was erased since; null: nothing. */
export function boxAround(strokes: readonly Stroke[], { width, height }: Size): Box | null {
  const painted = strokes.filter(({ erases }) => !erases);
  if (painted.length === 0) return null;
  const sides = painted.flatMap(({ points, width: brush }) => {
    const [dx, dy] = [brush / 2, ((brush / 2) * width) / height];
    return points.map(({ x, y }) => [x - dx, y - dy, x + dx, y + dy] as const);
  });
  const [left, top] = [0, 1].map((at) => Math.max(0, Math.min(...sides.map((side) => side[at] as number)))) as [
    number,
    number,
  ];
  const [right, bottom] = [2, 3].map((at) => Math.min(1, Math.max(...sides.map((side) => side[at] as number)))) as [
    number,
    number,
  ];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Draws a stroke in the present colour. A point is a dot. */
export function drawStroke(context: CanvasRenderingContext2D, { points, width, erases }: Stroke, size: Size): void {
  const [first] = points;
  if (first === undefined) return;
  context.globalCompositeOperation = erases ? 'destination-out' : 'source-over';
  context.lineWidth = Math.max(1, width * size.width);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(first.x * size.width, first.y * size.height);
  for (const { x, y } of points) context.lineTo(x * size.width, y * size.height);
  context.stroke();
}

/**
 * The mask of what was painted: a PNG of the size of the frame, transparent where the picture may change.
 *
 * @throws Error when the browser cannot draw it
 */
export async function maskOf(strokes: readonly Stroke[], size: Size): Promise<Blob> {
  const painted = canvasOf(size);
  for (const stroke of strokes) drawStroke(painted.context, stroke, size);
  const mask = canvasOf(size);
  mask.context.fillRect(0, 0, size.width, size.height);
  mask.context.globalCompositeOperation = 'destination-out';
  mask.context.drawImage(painted.canvas, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => mask.canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error(t`the browser could not make a picture of the mask; drag a box instead`);
  return blob;
}

function canvasOf({ width, height }: Size) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (context === null) throw new Error(t`the browser cannot draw a mask; drag a box instead`);
  return { canvas, context };
}
