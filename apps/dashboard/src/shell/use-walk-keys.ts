import { useCallback } from 'react';
import { useShortcut } from './shortcut.ts';

/**
 * j and k move the focus to the next and the previous of some links, which Enter opens.
 *
 * @param links a selector; what it finds is walked through in the order of the page
 */
export function useWalkKeys(links: string, enabled: boolean): void {
  const walk = useCallback(
    (by: -1 | 1) => {
      const all = [...document.querySelectorAll<HTMLElement>(links)];
      const at = all.indexOf(document.activeElement as HTMLElement);
      const next = at === -1 ? all.at(by === 1 ? 0 : -1) : all[at + by];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
    },
    [links],
  );
  useShortcut(
    'j',
    useCallback(() => walk(1), [walk]),
    enabled,
  );
  useShortcut(
    'k',
    useCallback(() => walk(-1), [walk]),
    enabled,
  );
}
