import { useEffect } from 'react';

/** What takes the arrow keys for itself. */
const taken =
  'input, textarea, select, [contenteditable], [data-arrows], [role=menu], [role=listbox], [role=radiogroup]';

/** Left and right arrow keys turn by one, but where they mean something else, or where a dialog lies above. */
export function useTurnKeys(on: boolean, turn: (by: -1 | 1) => void): void {
  useEffect(() => {
    if (!on) return undefined;
    const press = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : undefined;
      if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest(taken) !== null) return;
      if (document.querySelectorAll('[role=dialog], [role=alertdialog]').length > 1) return;
      event.preventDefault();
      turn(by);
    };
    // Before the drawer, which keeps arrow keys to itself.
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, [on, turn]);
}
