import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from './local-error.ts';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** Between its creation and its first byte a file is empty for microseconds; one that stays empty was left by a kill. */
const unreadableMs = 2_000;

export interface FileLock<T> {
  readonly locked: true;
  /** Replaces the facts atomically. */
  update(facts: T): void;
  /** Removes the file if it is still ours. */
  release(): void;
}

export type LockAttempt<T> = FileLock<T> | { readonly locked: false; readonly owner: T & ProcessIdentity };

/**
 * Locks `path` for this process. Exactly one process at a time has the lock, and a process that died, however it died, has
 * none. The file is JSON: the owner's pid and start time, and `facts` for processes that find it locked.
 */
export async function lockFile<T extends object>(path: string, facts: T): Promise<LockAttempt<T>> {
  const own = { ...ownIdentity(), token: randomUUID() };
  const text = (now: T) => `${JSON.stringify({ ...own, ...now })}\n`;
  while (true) {
    if (createWhole(path, text(facts))) break;
    const owner = readOwner<T>(path);
    if (owner === 'gone') continue;
    if (owner === 'unreadable') await sleep(50);
    else if (isRunning(owner)) return { locked: false, owner };
    else removeDead(path, text(facts));
  }
  return {
    locked: true,
    update: (now) => replaceWhole(path, text(now)),
    release: () => {
      const owner = readOwner<T & { token: string }>(path);
      if (typeof owner === 'object' && owner.token === own.token) rmSync(path, { force: true });
    },
  };
}

/** Writes a file that only its owner can read, atomically: readers see the old text or the new one, never a part. */
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
 * Reading and removing are two steps, and in between another process may have replaced the dead file with its own. So only
 * the process that has `<path>.break` removes the file, after reading it again. All of this is synchronous and takes
 * microseconds.
 */
function removeDead(path: string, text: string): void {
  const breaking = `${path}.break`;
  if (!createWhole(breaking, text)) {
    const breaker = readOwner(breaking);
    // Its owner was killed exactly here: the next round retries without it.
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
