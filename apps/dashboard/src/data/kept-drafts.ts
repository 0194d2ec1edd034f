import { useEffect } from 'react';

const prefix = 'nextpanel.draft.';

/** What was typed and not saved, in this tab: a key that is no longer valid, or a reload, must not lose it. null: nothing. */
export function readDraft<Draft>(name: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + name) ?? 'null') as Draft | null;
  } catch {
    return null;
  }
}

export const dropDraft = (name: string): void => sessionStorage.removeItem(prefix + name);

/** The next user who signs in in this tab must not read what the last one typed. */
export function dropAllDrafts(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name);
}

/** @param draft null: nothing is to be kept */
export function keepDraft<Draft>(name: string, draft: Draft | null): void {
  if (draft === null) dropDraft(name);
  else sessionStorage.setItem(prefix + name, JSON.stringify(draft));
}

/** @param draft null: nothing is to be kept */
export function useKeepDraft<Draft>(name: string, draft: Draft | null): void {
  const text = draft === null ? null : JSON.stringify(draft);
  useEffect(() => {
    if (text === null) dropDraft(name);
    else sessionStorage.setItem(prefix + name, text);
  }, [name, text]);
}
