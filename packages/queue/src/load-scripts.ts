import { readdirSync, readFileSync } from 'node:fs';
import { openScript, type RunLua } from '@nextpanel/redis';
import type { Redis } from 'ioredis';

const library = 'lib.lua';

/** Runs a script of a folder by name; keys, arguments and result are those in its header. */
export type RunScript = (name: string, keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/** Reads the scripts of `src/<folder>` once, prepends the folder's library to each, and makes it ready for the connection. */
export function loadScripts(redis: Redis, folder: 'limits' | 'outages' | 'first-answers' | 'fair'): RunScript {
  const directory = new URL(`./${folder}/`, import.meta.url);
  const read = (file: string) => readFileSync(new URL(file, directory), 'utf8');
  const shared = read(library);
  const scripts = new Map<string, RunLua>();
  for (const file of readdirSync(directory)) {
    if (!file.endsWith('.lua') || file === library) continue;
    scripts.set(file.slice(0, -'.lua'.length), openScript(redis, `${shared}\n${read(file)}`));
  }
  return (name, keys, args) => {
    const run = scripts.get(name);
    if (!run) throw new Error(`no script named ${folder}/${name}`);
    return run(keys, args);
  };
}
