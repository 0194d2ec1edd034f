import { readdirSync, readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

const library = 'lib.lua';

/** Runs a script of a folder by name; keys, arguments and result are those in its header. */
export type RunScript = (name: string, keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/** Reads the scripts of `src/<folder>` once, prepends the folder's library to each, and registers them on the connection. */
export function loadScripts(redis: Redis, folder: 'limits' | 'outages' | 'first-answers' | 'fair'): RunScript {
  const directory = new URL(`./${folder}/`, import.meta.url);
  const read = (file: string) => readFileSync(new URL(file, directory), 'utf8');
  const commandOf = (name: string): string => `nextpanel:${folder}:${name}`;
  const shared = read(library);
  for (const file of readdirSync(directory)) {
    if (!file.endsWith('.lua') || file === library) continue;
    redis.defineCommand(commandOf(file.slice(0, -'.lua'.length)), { lua: `${shared}\n${read(file)}` });
  }
  const methods = redis as unknown as Record<string, (...args: (string | number)[]) => Promise<unknown>>;
  return (name, keys, args) => {
    const run = methods[commandOf(name)];
    if (!run) throw new Error(`no script named ${folder}/${name}`);
    return run.call(redis, keys.length, ...keys, ...args);
  };
}
