import { t } from '@lingui/core/macro';
import { formatClock, formatTime } from '../parts/format-time.ts';
import { coreMessage } from './core-message.ts';
import { foreign } from './foreign.ts';
import { translateSentences } from './server-sentence.ts';

interface CodeWords {
  /** What happened, without a full stop. */
  readonly title: string;
  /** The same in a few words. */
  readonly brief: string;
  /** What to do about it, in whole sentences. */
  readonly remedy: string;
}

/** What a code of core's error catalogue means. A code that is not known is described by its name. */
export function describeCode(code: string): CodeWords {
  const words = code.replaceAll('_', ' ');
  return {
    title: coreMessage(`code.${code}.title`) ?? t`The reason is “${words}”`,
    brief: coreMessage(`code.${code}.brief`) ?? words,
    remedy: coreMessage(`code.${code}.remedy`) ?? t`Read the detail and fix the cause, then try again.`,
  };
}

/** What a story waits for; times as ISO 8601 or milliseconds since the epoch. */
interface Wait {
  readonly code: string;
  readonly until?: string | number | null | undefined;
  /** Why, such as the provider's own words. */
  readonly detail?: string | null | undefined;
}

/** Within this time the hour tells the day. */
const sameDayMs = 20 * 3_600_000;

/**
 * What a story waits for, until when and why, in one phrase without a full stop; as core's `describeWait` has it in English.
 *
 * @param now milliseconds since the epoch; what was expected before it is not named
 */
export function describeWait({ code, until, detail }: Wait, now: number): string {
  const ends = until === null || until === undefined ? Number.NaN : new Date(until).getTime();
  const open = ends > now ? (ends - now < sameDayMs ? formatClock(ends) : formatTime(ends)) : null;
  const said = detail ? (translateSentences(detail) ?? foreign(detail)) : '';
  const why = said && ` (${said})`;
  if (code === 'provider_down' && said) return t`${said}; it is tried again automatically`;
  if (code === 'rate_limited' && open !== null) return t`the provider asks to wait until ${open}` + why;
  const { brief } = describeCode(code);
  return (open === null ? brief : t`${brief} until ${open}`) + why;
}
