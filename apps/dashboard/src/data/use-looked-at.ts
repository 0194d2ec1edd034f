import { useEffect, useState } from 'react';

/** Switching to another tab and back within this time changes nothing. Short: until then the tab holds its connection. */
const graceMs = 2_000;

const isVisible = (): boolean => document.visibilityState !== 'hidden';

/** Whether the page may be visible: false a moment after its tab is hidden, true as soon as it is shown. */
export function useLookedAt(): boolean {
  const [lookedAt, setLookedAt] = useState(isVisible);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (isVisible()) setLookedAt(true);
      else timer = setTimeout(() => setLookedAt(false), graceMs);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return lookedAt;
}
