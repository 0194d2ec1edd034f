import type { ReactNode } from 'react';

/** Shown where there is nothing yet: why, and what to do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="border-line bg-surface flex flex-col items-center gap-3 rounded-xl border border-dashed px-6 py-12 text-center">
      <h2>{title}</h2>
      {children !== undefined && <div className="text-ink-soft max-w-prose">{children}</div>}
      {action}
    </div>
  );
}
