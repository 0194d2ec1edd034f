import { type RefObject, useEffect, useRef, useState } from 'react';

/** Shows one element on the whole screen; `open` is null where the browser cannot. */
export function useFullScreen(): {
  readonly place: RefObject<HTMLElement | null>;
  readonly on: boolean;
  readonly open: (() => void) | null;
} {
  const place = useRef<HTMLElement>(null);
  const [on, setOn] = useState(false);
  useEffect(() => {
    const look = () => setOn(document.fullscreenElement !== null && document.fullscreenElement === place.current);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  const open = () => {
    const element = place.current;
    // It is refused where the page is framed; the reader then stays as it is.
    element?.requestFullscreen().then(
      () => element.focus(),
      () => undefined,
    );
  };
  return { place, on, open: document.fullscreenEnabled ? open : null };
}
