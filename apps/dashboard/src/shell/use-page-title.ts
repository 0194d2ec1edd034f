import { useEffect } from 'react';

/** Names the document; every page calls it once. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · nextpanel`;
  }, [title]);
}
