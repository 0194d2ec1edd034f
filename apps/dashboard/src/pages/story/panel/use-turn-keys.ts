import { useEffect } from 'react';
import { currentDirection } from '../../../language/current-language.ts';

/** What takes the arrow keys for itself. */
const taken =
  'input, textarea, select, [contenteditable], [data-arrows], [role=menu], [role=listbox], [role=radiogroup]';

/** Left and right arrow keys turn by one, on to where the language reads on, but where they mean something else, or where a dialog lies above. */
export function useTurnKeys(on: boolean, turn: (by: -1 | 1) => void): void {
  useEffect(() => {
    if (!on) return undefined;
    const press = (event: KeyboardEvent) => {
      const on = currentDirection() === 'ltr' ? 1 : -1;
      const by = event.key === 'ArrowLeft' ? -on : event.key === 'ArrowRight' ? on : undefined;
      if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest(taken) !== null) return;
      if (document.querySelectorAll('[role=dialog], [role=alertdialog]').length > 1) return;
      event.preventDefault();
      turn(by === 1 ? 1 : -1);
    };
    // Before the drawer, which keeps arrow keys to itself.
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, [on, turn]);
}
