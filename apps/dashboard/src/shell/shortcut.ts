import { useEffect, useSyncExternalStore } from 'react';

/** Says that single keys do nothing here: some people's input tools type keys by chance (WCAG 2.1.4). */
const mark = 'nextpanel.no-shortcuts';

export const useShortcutsOn = (): boolean => useSyncExternalStore(subscribe, () => localStorage.getItem(mark) === null);

export function turnShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(mark);
  else localStorage.setItem(mark, 'yes');
  // Browsers tell only the other tabs.
  window.dispatchEvent(new StorageEvent('storage', { key: mark }));
}

/**
 * Calls `act` when the key is pressed anywhere but where one types or chooses.
 *
 * @param inside the key belongs to the one dialog that is open, such as the drawer of a panel
 */
export function useShortcut(key: string, act: () => void, enabled: boolean, inside = false): void {
  const on = useShortcutsOn() && enabled;
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.defaultPrevented || isTaken(event.target, inside ? 1 : 0)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [key, act, on, inside]);
}

/** Letters belong to fields, and to lists and questions that are open. */
const isTaken = (target: EventTarget | null, dialogs: number): boolean =>
  (target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null) ||
  // A list that was opened once stays in the page, out of sight.
  [...document.querySelectorAll('[role=alertdialog], [role=menu], [role=listbox]')].some((it) =>
    it.checkVisibility(),
  ) ||
  document.querySelectorAll('[role=dialog]').length > dialogs;

function subscribe(changed: () => void): () => void {
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}
