import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { ServerClock } from './server-clock.ts';

const ServerClockContext = createContext<ServerClock | null>(null);

export const ServerClockProvider = ServerClockContext.Provider;

/** What is to be added to a time of the browser to have the server's, in milliseconds. */
export function useClockOffset(): number {
  const clock = useContext(ServerClockContext);
  if (clock === null) throw new Error('useClockOffset wants a ServerClockProvider above it');
  return useSyncExternalStore(clock.subscribe, clock.offset);
}

/** The time by the clock of the server, whose times are shown: ms since the epoch, updated every `everyMs`. */
export function useServerNow(everyMs: number): number {
  const offset = useClockOffset();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now + offset;
}
