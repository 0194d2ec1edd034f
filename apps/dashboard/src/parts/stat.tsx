import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Large numbers side by side, as a `dl` of `Stat`s. */
export const Stats = ({ children, label }: { readonly children: ReactNode; readonly label: string }) => (
  <section aria-label={label} className="mb-6">
    <dl className="border-line bg-surface grid grid-cols-2 overflow-hidden rounded-xl border lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none">
      {children}
    </dl>
  </section>
);

/** One number, what it is, and what to know about it. */
export function Stat({
  name,
  note,
  tone = 'plain',
  children,
}: {
  readonly name: string;
  readonly note?: ReactNode;
  readonly tone?: 'plain' | 'warn' | 'bad';
  readonly children: ReactNode;
}) {
  return (
    <div className="border-line -me-px -mb-px flex min-w-0 flex-col border-e border-b px-4 py-3">
      <dt className="text-ink-soft text-sm">{name}</dt>
      <dd
        className={classNames(
          'text-xl font-semibold tabular-nums',
          tone === 'warn' && 'text-warn',
          tone === 'bad' && 'text-bad',
        )}
      >
        {children}
      </dd>
      {note !== undefined && <dd className="text-ink-soft text-xs">{note}</dd>}
    </div>
  );
}
