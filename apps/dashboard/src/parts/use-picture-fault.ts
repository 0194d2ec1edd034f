import { useEffect, useState } from 'react';
import { useConnection } from '../data/connection.tsx';

/** Why a picture is not shown: `unfetched` while nobody can tell whether the server has it. */
export type PictureFault = 'missing' | 'unfetched' | null;

/**
 * What became of a picture. One that did not come is tried again when the page is live again: it may have been asked for
 * while the server was away. Put it on the page where the fault is null, with `onError`.
 *
 * @param picture changes with what is asked for
 */
export function usePictureFault(picture: string): { readonly fault: PictureFault; readonly onError: () => void } {
  const live = useConnection() === 'live';
  const [failed, setFailed] = useState<string>();
  useEffect(() => {
    if (live) setFailed(undefined);
  }, [live]);
  const fault = failed !== picture ? null : live ? 'missing' : 'unfetched';
  return { fault, onError: () => setFailed(picture) };
}
