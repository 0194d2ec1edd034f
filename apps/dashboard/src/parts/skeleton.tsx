import { t } from '@lingui/core/macro';
import { classNames } from './class-names.ts';

/** A placeholder for something that is loading. Use `Loading` once next to it. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden="true" className={classNames('bg-sunken animate-pulse rounded-lg', className)} />;
}

/** Tells screen readers at once, and everyone after a moment, that something is loading. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p role="status" className="text-ink-soft">
      {t`Fetching ${what}…`}
    </p>
  );
}
