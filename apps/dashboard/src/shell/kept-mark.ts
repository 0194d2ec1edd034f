import { useSyncExternalStore } from 'react';

/** Whether something is switched on or off in this browser: the mark is kept there, and every tab shows the same. */
export const useMarkKept = (mark: string): boolean =>
  useSyncExternalStore(subscribe, () => localStorage.getItem(mark) !== null);

export function keepMark(mark: string, kept: boolean): void {
  if (kept) localStorage.setItem(mark, 'yes');
  else localStorage.removeItem(mark);
  // Browsers tell only the other tabs.
  window.dispatchEvent(new StorageEvent('storage', { key: mark }));
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}
