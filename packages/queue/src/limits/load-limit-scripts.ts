import { readdirSync, readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

const library = 'lib.lua';

/** Runs a script of this folder by name; keys, arguments and result are those in its header. */
export type RunLimitScript = (
  name: string,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/** Reads the scripts once, prepends the shared library to each, and registers them on the connection. */
export function loadLimitScripts(redis: Redis): RunLimitScript {
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
  const shared = read(library);
  for (const file of readdirSync(new URL('.', import.meta.url))) {
    if (!file.endsWith('.lua') || file === library) continue;
    redis.defineCommand(commandOf(file.slice(0, -'.lua'.length)), { lua: `${shared}\n${read(file)}` });
  }
  const methods = redis as unknown as Record<string, (...args: (string | number)[]) => Promise<unknown>>;
  return (name, keys, args) => {
    const run = methods[commandOf(name)];
    if (!run) throw new Error(`no limit script named ${name}`);
    return run.call(redis, keys.length, ...keys, ...args);
  };
}

const commandOf = (name: string): string => `nextpanel:limits:${name}`;

/** Keys 1 to 6 of every script; the index follows. */
export const limitKeys = (root: string, name: string): [string, string, string, string, string, string] => {
  const key = (part: string) => `${root}:limit:${name}:${part}`;
  return [key('held'), key('line'), key('alive'), key('parked'), key('bucket'), key('blocked')];
};
