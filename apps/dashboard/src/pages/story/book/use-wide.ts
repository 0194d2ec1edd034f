import { useSyncExternalStore } from 'react';

/** Two sheets side by side are readable from here on. */
const query = '(min-width: 1024px)';

/** Whether two sheets fit beside each other. */
export const useWide = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
