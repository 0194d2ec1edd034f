import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { underRoot } from '../data/root-path.ts';
import { dropAllDrafts } from './kept-drafts.ts';

/** Records only that a user signed in here, so that signing out is offered; never the key. Scripts cannot see the cookie. */
const mark = 'nextpanel.signed-in';

/** @throws Error in the server's words when it does not know the key */
export async function signIn(key: string): Promise<void> {
  await askSession({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  remember(true);
}

/** @throws Error with a message when the server did not end the session: the user is still signed in */
export async function signOut(): Promise<void> {
  await askSession({ method: 'DELETE' });
  remember(false);
}

/** Ends the session here, or throws, and forgets everything that was read with it. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await signOut();
    dropAllDrafts();
    queries.clear();
  }, [queries]);
}

async function askSession(init: RequestInit): Promise<void> {
  const response = await fetch(underRoot('/v1/session'), init).catch(() => {
    throw new Error(t`the server does not answer; is nextpanel running?`);
  });
  if (response.ok) return;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Error(problem.detail ?? t`the server answered ${response.status}`);
}

/** Whether a user signed in from this browser. Not needed if the server has no keys. */
export const useSignedIn = (): boolean => useSyncExternalStore(subscribe, isSignedIn);

function remember(signedIn: boolean): void {
  if (signedIn) localStorage.setItem(mark, 'yes');
  else localStorage.removeItem(mark);
  // Browsers tell only the other tabs.
  window.dispatchEvent(new StorageEvent('storage', { key: mark }));
}

const isSignedIn = (): boolean => localStorage.getItem(mark) !== null;

function subscribe(changed: () => void): () => void {
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}
