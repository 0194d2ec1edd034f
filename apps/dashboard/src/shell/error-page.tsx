import { t } from '@lingui/core/macro';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ProblemNote } from '../parts/problem-note.tsx';
import { PageHeading } from './page-heading.tsx';

/** Shown if a page cannot be rendered: a bug, or its script could not be loaded. */
export function ErrorPage({ error }: ErrorComponentProps) {
  return (
    <>
      <PageHeading title={t`This page could not be shown`} />
      <ProblemNote title={t`What went wrong`} error={error} onRetry={() => window.location.reload()} />
    </>
  );
}
