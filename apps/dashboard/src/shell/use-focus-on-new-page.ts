import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

export const mainId = 'main';

/**
 * After going to another page the focus is on it, as if the browser had loaded it: screen readers begin there, and Tab goes
 * on from there. Not at the first page, and not when only what is after `?` changes.
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
