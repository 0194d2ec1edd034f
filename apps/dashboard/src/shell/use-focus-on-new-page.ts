import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

export const mainId = 'main';

/**
 * After navigation the focus moves to the new page, as if the browser had loaded it: screen readers start there, and Tab
 * continues from there. Not at the first page, and not when only what is after `?` changes.
 */
export function useFocusOnNewPage(): void {
  const page = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (before.current !== undefined && before.current !== page) {
      document.querySelector<HTMLElement>(`#${mainId}`)?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    before.current = page ?? before.current;
  }, [page]);
}
