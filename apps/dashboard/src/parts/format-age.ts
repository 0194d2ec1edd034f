import { t } from '@lingui/core/macro';
import { byLanguage } from '../language/current-language.ts';
import { languageFacts } from '../language/languages.ts';

const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const justNowMs = 10_000;
const ago = byLanguage((language) => new Intl.RelativeTimeFormat(languageFacts[language].locale, { numeric: 'auto' }));

/** An age in words: `just now`, `40 seconds ago`, `3 minutes ago`, `yesterday`. */
export function formatAge(ms: number): string {
  if (ms < justNowMs) return t`just now`;
  const [unit, size] = units.find(([, least]) => ms >= least) ?? ['second', 1_000];
  return ago().format(-Math.floor(ms / (size as number)), unit as 'day');
}

/** A duration, short: `850 ms`, `12.3 s`, `4 min 5 s`, `2 h 3 min`. */
export function formatDuration(ms: number): string {
  const whole = Math.round(ms);
  if (ms < 1_000) return t`${whole} ms`;
  const tenths = Math.round(ms / 100) / 10;
  if (ms < 60_000) return t`${tenths} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor((ms % 60_000) / 1_000);
  if (minutes < 60) return t`${minutes} min ${seconds} s`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return t`${hours} h ${rest} min`;
}
