import { describeCode } from './catalogue.ts';

/** What a story waits for; times as ISO 8601 or milliseconds since the epoch. */
export interface Wait {
  readonly code: string;
  readonly until?: string | number | null | undefined;
  /** Why, such as the provider's own words. */
  readonly detail?: string | null | undefined;
}

/**
 * What a story waits for, until when and why, in one phrase without a full stop: for a line of a terminal, and for pages. Times
 * are those of the reader's clock.
 *
 * @param now milliseconds since the epoch; what was expected before it is not named
 */
export function describeWait({ code, until, detail }: Wait, now: number): string {
  const ends = until === null || until === undefined ? null : new Date(until);
  const open = ends !== null && ends.getTime() > now ? clockTime(ends, now) : null;
  const why = detail ? ` (${detail})` : '';
  if (code === 'provider_down' && detail) return `${detail}; it is tried again automatically`;
  if (code === 'rate_limited' && open !== null) return `the provider asks to wait until ${open}${why}`;
  const { brief } = describeCode(code);
  return `${brief}${open === null ? '' : ` until ${open}`}${why}`;
}

/** Hour and minute; with the day, unless it is within a day. */
function clockTime(at: Date, now: number): string {
  const text = at.toLocaleString('sv-SE');
  return at.getTime() - now < 20 * 3_600_000 ? text.slice(11, 16) : text.slice(0, 16);
}
