import { useClockOffset } from '../data/use-server-now.ts';
import { clockWords } from './clock-words.ts';

/** Shown if the clocks of browser and server differ, so that users are not confused by the times shown. */
export function ClockNote() {
  const words = clockWords(useClockOffset());
  return (
    <p role="status" className={words === null ? 'sr-only' : 'text-ink-soft basis-full text-end text-sm'}>
      {words}
    </p>
  );
}
