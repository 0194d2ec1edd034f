import { t } from '@lingui/core/macro';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../parts/empty-state.tsx';
import { PageHeading } from './page-heading.tsx';

export function NotFoundPage() {
  return (
    <>
      <PageHeading title={t`Page not found`} />
      <EmptyState
        title={t`There is no page at this address`}
        action={<Link to="/" className="text-accent font-medium underline">{t`All stories`}</Link>}
      >
        {t`The link may be incomplete, or what it pointed to was deleted.`}
      </EmptyState>
    </>
  );
}
