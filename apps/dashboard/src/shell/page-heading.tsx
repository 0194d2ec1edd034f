import type { ReactNode } from 'react';
import { usePageTitle } from './use-page-title.ts';

/** The heading of a page, which also sets the document title. Actions stand next to it. */
export function PageHeading({
  title,
  aside,
  actions,
}: {
  readonly title: string;
  /** Small facts beside the title: a status badge, … */
  readonly aside?: ReactNode;
  readonly actions?: ReactNode;
}) {
  usePageTitle(title);
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
      <div className="flex min-w-0 flex-wrap items-center gap-3">
        <h1 dir="auto" className="min-w-0 break-words">
          {title}
        </h1>
        {aside}
      </div>
      {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
