const minuteMs = 60_000;

const units: readonly (readonly [unit: string, minutes: number, least: number])[] = [
  ['days', 1_440, 2 * 1_440],
  ['hours', 60, 2 * 60],
];

/**
 * What is wrong with the clock of the device, in a sentence; null where it is not over a minute.
 *
 * @param offsetMs how far the server's clock is ahead of it
 */
export function clockWords(offsetMs: number): string | null {
  if (Math.abs(offsetMs) <= minuteMs) return null;
  const minutes = Math.round(Math.abs(offsetMs) / minuteMs);
  const [unit, size] = units.find(([, , least]) => minutes >= least) ?? [minutes === 1 ? 'minute' : 'minutes', 1];
  const where = offsetMs < 0 ? 'ahead of' : 'behind';
  return `The clock of this device is about ${Math.round(minutes / size)} ${unit} ${where} the server’s. Times shown here follow the server’s clock.`;
}
