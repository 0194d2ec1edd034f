const two = '2-digit';

/** Where the reader is: `14:03`. @param at ms since the epoch */
export const clockTime = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', { hour: two, minute: two }).format(at);

/** `14:03:27` */
export const exactClockTime = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', { hour: two, minute: two, second: two }).format(at);
