import { classNames } from './class-names.ts';

/** Holds the place of something that is being fetched. Say so once beside it, with `Loading`. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden="true" className={classNames('bg-sunken animate-pulse rounded-lg', className)} />;
}

/** Tells screen readers, and after a moment everybody, that something is being fetched. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p role="status" className="text-ink-soft">
      Fetching {what}…
    </p>
  );
}
