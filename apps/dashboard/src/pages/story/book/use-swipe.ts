import { type TouchEvent, useRef } from 'react';

/** A swipe at least this wide, in pixels, turns. */
const swipePx = 50;

/**
 * What a place that is swiped over listens to. The page follows the finger: a swipe to the left brings what lies at the right,
 * as the right arrow key does.
 */
export function useSwipe(turn: (key: 'ArrowLeft' | 'ArrowRight') => void): {
  readonly onTouchStart: (event: TouchEvent) => void;
  readonly onTouchEnd: (event: TouchEvent) => void;
} {
  const touched = useRef<{ readonly x: number; readonly y: number } | null>(null);
  return {
    onTouchStart: (event) => {
      const touch = event.touches[0];
      // Two fingers zoom.
      touched.current = touch === undefined || event.touches.length > 1 ? null : { x: touch.clientX, y: touch.clientY };
    },
    onTouchEnd: (event) => {
      const touch = event.changedTouches[0];
      const from = touched.current;
      touched.current = null;
      if (from === null || touch === undefined) return;
      const dx = touch.clientX - from.x;
      if (Math.abs(dx) < swipePx || Math.abs(dx) < Math.abs(touch.clientY - from.y)) return;
      turn(dx < 0 ? 'ArrowRight' : 'ArrowLeft');
    },
  };
}
