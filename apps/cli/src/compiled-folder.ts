import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Where what Node compiled is kept, for the commands and for the processes they start: reading their own code is half of what
 * a command does, and of what a process that died takes to come back. Not Node's own folder for it, which all users of a
 * machine share. Undefined where there can be none: then nothing is kept.
 */
export function compiledFolder(env: NodeJS.ProcessEnv): string | undefined {
  const folder =
    env.NODE_COMPILE_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'nextpanel', 'compiled');
  try {
    make(folder);
    return folder;
  } catch {
    return undefined;
  }
}

/** One folder at a time: where a file system answers that nothing can be in it, as /proc does, Node's recursive mkdir never ends. */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  // Another command may have been faster.
  if (!existsSync(folder)) mkdirSync(folder);
}
