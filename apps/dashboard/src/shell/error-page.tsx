import type { ErrorComponentProps } from '@tanstack/react-router';
import { ProblemNote } from '../parts/problem-note.tsx';
import { PageHeading } from './page-heading.tsx';

/** Stands where a page could not be shown at all: a fault of ours, or its script could not be fetched. */
export function ErrorPage({ error }: ErrorComponentProps) {
  return (
    <>
      <PageHeading title="This page could not be shown" />
      <ProblemNote title="What went wrong" error={error} onRetry={() => window.location.reload()} />
    </>
  );
}
