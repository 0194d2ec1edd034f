import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from './local-error.ts';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** A file between its creation and its first byte is empty for microseconds; one that stays so was left by a kill. */
const unreadableMs = 2_000;

export interface Holder<T> {
  readonly held: true;
  /** Replaces what others read, in one step. */
  update(facts: T): void;
  /** Removes the file, if it is still ours. */
  release(): void;
}

export type Hold<T> = Holder<T> | { readonly held: false; readonly owner: T & ProcessIdentity };

/**
 * Takes `path` for this process: exactly one process at a time holds it, and a holder that died, however it died, holds
 * nothing. The file is JSON: the holder's pid and start time, and `facts` for those who find it taken.
 */
export async function holdFile<T extends object>(path: string, facts: T): Promise<Hold<T>> {
  const own = { ...ownIdentity(), token: randomUUID() };
  const text = (now: T) => `${JSON.stringify({ ...own, ...now })}\n`;
  while (true) {
    if (createWhole(path, text(facts))) break;
    const owner = readOwner<T>(path);
    if (owner === 'gone') continue;
    if (owner === 'unreadable') await sleep(50);
    else if (isRunning(owner)) return { held: false, owner };
    else removeDead(path, text(facts));
  }
  return {
    held: true,
    update: (now) => replaceWhole(path, text(now)),
    release: () => {
      const owner = readOwner<T & { token: string }>(path);
      if (typeof owner === 'object' && owner.token === own.token) rmSync(path, { force: true });
    },
  };
}

/** Writes a file only its owner can read, in one step: a reader sees the old text or the new, never half of one. */
export function replaceWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.${randomUUID().slice(0, 8)}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, path);
}

function createWhole(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function readOwner<T>(path: string): (T & ProcessIdentity) | 'gone' | 'unreadable' {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.endsWith('\n')) return JSON.parse(text);
    return Date.now() - statSync(path).mtimeMs < unreadableMs
      ? 'unreadable'
      : ({ pid: 0, startTime: '' } as T & ProcessIdentity);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 'gone';
    throw error;
  }
}

/**
 * Looking and removing are two steps, and between them another may have removed the dead file and made its own: so only
 * who holds `<path>.break` removes, and looks again first. All of it is synchronous: it lasts microseconds.
 */
function removeDead(path: string, text: string): void {
  const breaking = `${path}.break`;
  if (!createWhole(breaking, text)) {
    const breaker = readOwner(breaking);
    // Killed exactly there: the next round tries again without it.
    if (typeof breaker === 'object' && !isRunning(breaker)) rmSync(breaking, { force: true });
    return;
  }
  try {
    const owner = readOwner(path);
    if (typeof owner === 'object' && !isRunning(owner)) rmSync(path, { force: true });
  } finally {
    rmSync(breaking, { force: true });
  }
}
