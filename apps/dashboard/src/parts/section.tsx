import { type ReactNode, useId } from 'react';

/** A part of the page under a heading of its own. */
export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string;
  /** Controls next to the heading. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-8">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

export const boxClasses = 'border-line bg-surface rounded-xl border p-4';
export const cardClasses = `${boxClasses} flex flex-col gap-4`;
export const linkClasses = 'text-accent hover:text-accent-strong break-words underline underline-offset-2';
