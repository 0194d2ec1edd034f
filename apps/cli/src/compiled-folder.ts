import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The folder of Node's compile cache, for commands and for the processes they start. Loading code is half the time of a
 * command, and half the time a killed process takes to come back. Node's default folder is shared by all users of a machine,
 * so it is not used. Undefined if no folder can be made: then nothing is cached.
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

/** One folder at a time: on a file system that accepts no folders, such as /proc, Node's recursive mkdir never returns. */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  // Another command may have made it in the meantime.
  if (!existsSync(folder)) mkdirSync(folder);
}
