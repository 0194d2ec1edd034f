const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const justNowMs = 10_000;

/** An age in words: `just now`, `40 seconds ago`, `3 minutes ago`, `yesterday`. */
export function formatAge(ms: number): string {
  if (ms < justNowMs) return 'just now';
  const [unit, size] = units.find(([, least]) => ms >= least) ?? ['second', 1_000];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
    -Math.floor(ms / (size as number)),
    unit as 'day',
  );
}

/** A duration, short: `850 ms`, `12.3 s`, `4 min 5 s`, `2 h 3 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Math.round(ms / 100) / 10} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1_000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
