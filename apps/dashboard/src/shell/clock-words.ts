import { plural, t } from '@lingui/core/macro';

const minuteMs = 60_000;

/**
 * What is wrong with the clock of the device, in a sentence; null where it is not over a minute.
 *
 * @param offsetMs how far the server's clock is ahead of it
 */
export function clockWords(offsetMs: number): string | null {
  if (Math.abs(offsetMs) <= minuteMs) return null;
  const minutes = Math.round(Math.abs(offsetMs) / minuteMs);
  const length = lengthWords(minutes);
  return offsetMs < 0
    ? t`The clock of this device is about ${length} ahead of the server’s. Times shown here follow the server’s clock.`
    : t`The clock of this device is about ${length} behind the server’s. Times shown here follow the server’s clock.`;
}

function lengthWords(minutes: number): string {
  const hours = Math.round(minutes / 60);
  const days = Math.round(minutes / 1_440);
  if (minutes >= 2 * 1_440) return plural(days, { one: '# day', other: '# days' });
  if (minutes >= 2 * 60) return plural(hours, { one: '# hour', other: '# hours' });
  return plural(minutes, { one: '# minute', other: '# minutes' });
}
