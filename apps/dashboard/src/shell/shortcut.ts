import { useEffect } from 'react';
import { keepMark, useMarkKept } from './kept-mark.ts';

/** Says that single keys do nothing here: some people's input tools type keys by chance (WCAG 2.1.4). */
const mark = 'nextpanel.no-shortcuts';

export const useShortcutsOn = (): boolean => !useMarkKept(mark);

export const turnShortcuts = (on: boolean): void => keepMark(mark, !on);

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
