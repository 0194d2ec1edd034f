import { useSyncExternalStore } from 'react';

/** Wide enough for a table; narrower screens get cards. */
const wide = '(min-width: 72rem)';

/** Not by style alone: what is hidden would be built, measured and kept for every row. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => window.matchMedia(wide).matches);

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia(wide);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}
