import { byLanguage } from '../language/current-language.ts';
import { languageFacts } from '../language/languages.ts';

/** How times are written everywhere: in the time zone of the reader, day before month, hours to 24. */

const two = '2-digit';
const day = { day: 'numeric', month: 'short' } as const;
const clock = { hour: two, minute: two, hourCycle: 'h23' } as const;

const written = (options: Intl.DateTimeFormatOptions) => {
  const format = byLanguage((language) => new Intl.DateTimeFormat(languageFacts[language].timeLocale, options));
  return (at: number | string): string => format().format(typeof at === 'string' ? Date.parse(at) : at);
};

/** `30 Nov 2026, 14:03` @param at ms since the epoch, or an ISO time */
export const formatTime = written({ ...day, year: 'numeric', ...clock });

/** `30 Nov 2026, 14:03:27`, where seconds tell things apart */
export const formatExactTime = written({ ...day, year: 'numeric', ...clock, second: two });

/** `30 Nov 2026` */
export const formatDate = written({ ...day, year: 'numeric' });

/** `14:03` */
export const formatClock = written(clock);

/** `14:03:27` */
export const formatExactClock = written({ ...clock, second: two });

/** `30 Nov`, of a day in UTC such as costs are counted by */
export const formatUtcDay = written({ ...day, timeZone: 'UTC' });

/** `30 Nov 2026`, of a day in UTC */
export const formatUtcDate = written({ ...day, year: 'numeric', timeZone: 'UTC' });
