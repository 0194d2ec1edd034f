import { useClockOffset } from '../data/use-server-now.ts';
import { clockWords } from './clock-words.ts';

/** Says it where the clocks of browser and server differ: whoever compares a time here with their own would wonder. */
export function ClockNote() {
  const words = clockWords(useClockOffset());
  return (
    <p role="status" className={words === null ? 'sr-only' : 'text-ink-soft basis-full text-end text-sm'}>
      {words}
    </p>
  );
}
