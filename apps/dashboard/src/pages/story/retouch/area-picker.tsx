import type { Box, PanelView } from '@nextpanel/core';
import { type PointerEvent, useRef, useState } from 'react';
import { Picture } from '../frame/picture.tsx';
import { largeWidth, pictureUrl } from '../frame/picture-url.ts';
import { widthOnScreen } from './width-on-screen.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A shorter drag is a click, which takes the area away. */
const leastShare = 0.01;

/** The frame of a panel, on which an area is drawn with the mouse or a finger. The same can be typed into a field beside it. */
export function AreaPicker({
  frame,
  alt,
  box,
  onChange,
}: {
  readonly frame: NonNullable<PanelView['frame']>;
  readonly alt: string;
  readonly box: Box | null;
  readonly onChange: (box: Box | null) => void;
}) {
  const surface = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<Point | null>(null);
  const pointOf = (event: PointerEvent): Point => {
    const { left, top, width, height } = (surface.current as HTMLDivElement).getBoundingClientRect();
    return { x: clamp((event.clientX - left) / width), y: clamp((event.clientY - top) / height) };
  };
  const draw = (event: PointerEvent) => {
    if (from !== null) onChange(boxBetween(from, pointOf(event)));
  };
  return (
    <div
      ref={surface}
      style={{ width: widthOnScreen(frame) }}
      className="relative max-w-full touch-none cursor-crosshair select-none"
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(pointOf(event));
      }}
      onPointerMove={draw}
      onPointerUp={(event) => {
        draw(event);
        setFrom(null);
      }}
      onPointerCancel={() => setFrom(null)}
    >
      <Picture
        src={pictureUrl(frame, largeWidth)}
        alt={alt}
        width={frame.width}
        height={frame.height}
        className="pointer-events-none w-full rounded-lg"
      />
      {box !== null && (
        <span
          aria-hidden="true"
          data-testid="area"
          className="border-accent bg-accent/20 pointer-events-none absolute border-2"
          style={{
            left: `${box.x * 100}%`,
            top: `${box.y * 100}%`,
            width: `${box.width * 100}%`,
            height: `${box.height * 100}%`,
          }}
        />
      )}
    </div>
  );
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

/** To a tenth of a percent, as it can be typed. */
const round = (share: number): number => Math.round(share * 1_000) / 1_000;

function boxBetween(a: Point, b: Point): Box | null {
  const [x, y] = [round(Math.min(a.x, b.x)), round(Math.min(a.y, b.y))];
  const box = { x, y, width: round(Math.max(a.x, b.x)) - x, height: round(Math.max(a.y, b.y)) - y };
  const exact = { ...box, width: round(box.width), height: round(box.height) };
  return exact.width < leastShare || exact.height < leastShare ? null : exact;
}
