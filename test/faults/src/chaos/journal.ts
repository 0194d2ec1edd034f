/** Something that was done to the system, or happened to it. Times are in milliseconds since the campaign began. */
export interface Entry {
  readonly atMs: number;
  /** When its effect ended; null: at once. */
  readonly untilMs: number | null;
  /** Of the planned action that caused it; null for actions of the campaign itself. */
  readonly action: number | null;
  readonly kind: string;
  readonly target: string;
  readonly words: string;
}

/** Kinds of entries that may interrupt a request and leave its outcome unknown. */
export const cuttingKinds: readonly string[] = [
  'kill',
  'failpoint',
  'died',
  'swap',
  'freeze',
  'cut',
  'black-hole',
  'failover',
  'promoted',
];

export interface Journal {
  readonly startedAt: number;
  readonly entries: readonly Entry[];
  now(): number;
  add(entry: Omit<Entry, 'atMs' | 'untilMs'> & { readonly untilMs?: number }): void;
}

export function openJournal(): Journal {
  const startedAt = Date.now();
  const entries: Entry[] = [];
  const now = () => Date.now() - startedAt;
  return {
    startedAt,
    entries,
    now,
    add: ({ untilMs = null, ...entry }: Omit<Entry, 'atMs' | 'untilMs'> & { readonly untilMs?: number | null }) =>
      void entries.push({ atMs: now(), untilMs, ...entry }),
  };
}

/** The journal as lines of a trace. */
export const formatEntries = (entries: readonly Entry[]): string =>
  entries
    .map(({ atMs, action, kind, target, words }) =>
      `${(atMs / 1_000).toFixed(3).padStart(9)} s  ${action === null ? '    ' : `#${action}`.padEnd(4)} ${kind} ${target}  ${words}`.trimEnd(),
    )
    .join('\n');
