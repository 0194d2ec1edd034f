import { readdirSync, readFileSync } from 'node:fs';
import { newestSchema } from '@nextpanel/core';
import { openScript, type RunLua } from '@nextpanel/redis';
import type { Redis } from 'ioredis';
import { asSchemaError } from './schema/schema.ts';

const directory = new URL('./transitions/', import.meta.url);
/** What all transitions share, in `transitions/lib/`: each part uses only those before it, except for `watch_fetch`, which `status` declares. */
const library = [
  'state',
  'answers',
  'clock',
  'processes',
  'events',
  'costs',
  'status',
  'chain',
  'attempts',
  'requests',
  'fetching',
  'books',
  'takes',
] as const;

/** Runs a transition by name; keys, arguments and result are those in its Lua header. Throws `state_newer`. */
export type RunTransition = (
  name: string,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<readonly unknown[]>;

/** Reads `transitions/*.lua` once, prepends the shared library to each, and makes it ready for the connection. */
export function loadTransitions(redis: Redis): RunTransition {
  const read = (file: string) => readFileSync(new URL(file, directory), 'utf8');
  const parts = library.map((part) => read(`lib/${part}.lua`));
  const shared = [`local schema_newest = ${newestSchema}`, ...parts].join('\n');
  const scripts = new Map<string, RunLua>();
  for (const file of readdirSync(directory)) {
    if (!file.endsWith('.lua')) continue;
    scripts.set(file.slice(0, -'.lua'.length), openScript(redis, `${shared}\n${read(file)}`));
  }
  return async (name, keys, args) => {
    const run = scripts.get(name);
    if (!run) throw new Error(`no transition named ${name}`);
    try {
      return (await run(keys, args)) as readonly unknown[];
    } catch (error) {
      throw asSchemaError(error);
    }
  };
}
