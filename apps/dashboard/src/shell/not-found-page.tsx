import { Link } from '@tanstack/react-router';
import { EmptyState } from '../parts/empty-state.tsx';
import { PageHeading } from './page-heading.tsx';

export function NotFoundPage() {
  return (
    <>
      <PageHeading title="Nothing is here" />
      <EmptyState
        title="This address names no page"
        action={
          <Link to="/" className="text-accent font-medium underline">
            All stories
          </Link>
        }
      >
        It may have been cut off when it was copied, or what it named was deleted.
      </EmptyState>
    </>
  );
}
