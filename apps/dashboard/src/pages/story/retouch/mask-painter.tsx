import type { PanelView } from '@nextpanel/core';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { Picture } from '../frame/picture.tsx';
import { largeWidth, pictureUrl } from '../frame/picture-url.ts';
import { drawStroke, type Stroke } from './strokes.ts';
import { widthOnScreen } from './width-on-screen.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The frame of a panel, over which a brush paints what may change. */
export function MaskPainter({
  frame,
  alt,
  strokes,
  brush,
  erases,
  onStroke,
}: {
  readonly frame: NonNullable<PanelView['frame']>;
  readonly alt: string;
  readonly strokes: readonly Stroke[];
  /** Width, in shares of the frame's width. */
  readonly brush: number;
  readonly erases: boolean;
  readonly onStroke: (stroke: Stroke) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [points, setPoints] = useState<readonly Point[] | null>(null);
  const [cursor, setCursor] = useState<Point | null>(null);
  const stroke = points && { points, width: brush, erases };
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || canvas.current === null) return;
    context.globalCompositeOperation = 'source-over';
    context.clearRect(0, 0, frame.width, frame.height);
    context.strokeStyle = getComputedStyle(canvas.current).color;
    for (const it of strokes) drawStroke(context, it, frame);
    if (stroke !== null) drawStroke(context, stroke, frame);
  });
  const pointOf = (event: PointerEvent): Point => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  };
  const end = () => {
    if (stroke !== null) onStroke(stroke);
    setPoints(null);
  };
  return (
    <div
      style={{ width: widthOnScreen(frame) }}
      className="relative max-w-full cursor-none touch-none overflow-hidden rounded-lg select-none"
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setPoints([pointOf(event)]);
      }}
      onPointerMove={(event) => {
        const point = pointOf(event);
        setCursor(point);
        if (points !== null) setPoints([...points, point]);
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onPointerLeave={() => setCursor(null)}
    >
      <Picture
        src={pictureUrl(frame, largeWidth)}
        alt={alt}
        width={frame.width}
        height={frame.height}
        className="pointer-events-none w-full"
      />
      <canvas
        ref={canvas}
        data-testid="mask"
        width={frame.width}
        height={frame.height}
        className="text-accent pointer-events-none absolute inset-0 size-full opacity-60"
      />
      {cursor !== null && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute aspect-square -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-white mix-blend-difference"
          style={{ left: `${cursor.x * 100}%`, top: `${cursor.y * 100}%`, width: `${brush * 100}%` }}
        />
      )}
    </div>
  );
}
