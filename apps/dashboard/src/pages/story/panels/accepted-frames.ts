import { useCallback, useMemo, useSyncExternalStore } from 'react';

/**
 * Frames that a user has accepted in this browser. What was found in them is labelled on the server, for everybody; a frame
 * in which nothing was found has nothing there to label.
 */
export function useAcceptedFrames(story: string): {
  readonly accepted: ReadonlySet<string>;
  readonly accept: (name: string, on: boolean) => void;
} {
  const place = `nextpanel.accepted.${story}`;
  const kept = useSyncExternalStore(subscribe, () => localStorage.getItem(place) ?? '');
  const accepted = useMemo(() => new Set(kept === '' ? [] : kept.split(' ')), [kept]);
  const accept = useCallback(
    (name: string, on: boolean) => {
      const next = new Set((localStorage.getItem(place) ?? '').split(' ').filter(Boolean));
      if (on) next.add(name);
      else next.delete(name);
      localStorage.setItem(place, [...next].join(' '));
      // Browsers tell only the other tabs.
      window.dispatchEvent(new StorageEvent('storage', { key: place }));
    },
    [place],
  );
  return { accepted, accept };
}

/** A frame in its panel: the same picture may be right in one and wrong in another. */
export const nameOf = (panelId: string, sha256: string): string => `${panelId}:${sha256.slice(0, 16)}`;

function subscribe(changed: () => void): () => void {
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}
