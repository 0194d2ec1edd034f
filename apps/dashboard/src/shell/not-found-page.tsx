import { Link } from '@tanstack/react-router';
import { EmptyState } from '../parts/empty-state.tsx';
import { PageHeading } from './page-heading.tsx';

export function NotFoundPage() {
  return (
    <>
      <PageHeading title="Page not found" />
      <EmptyState
        title="There is no page at this address"
        action={
          <Link to="/" className="text-accent font-medium underline">
            All stories
          </Link>
        }
      >
        The link may be incomplete, or what it pointed to was deleted.
      </EmptyState>
    </>
  );
}
