import { useEffect, useState } from 'react';

/**
 * How long ago something was read, in milliseconds, counted on every second: what changes with time alone needs no reading.
 *
 * @param readAt ms since the epoch by the browser's clock, as in `dataUpdatedAt`
 */
export function useElapsed(readAt: number, everyMs = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Math.max(now - readAt, 0);
}
