import { readdirSync, readFileSync } from 'node:fs';
import { newestSchema } from '@nextpanel/core';
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

/** Reads `transitions/*.lua` once, prepends the shared library to each, and registers them on the connection. */
export function loadTransitions(redis: Redis): RunTransition {
  const read = (file: string) => readFileSync(new URL(file, directory), 'utf8');
  const parts = library.map((part) => read(`lib/${part}.lua`));
  const shared = [`local schema_newest = ${newestSchema}`, ...parts].join('\n');
  const commands = new Map<string, string>();
  for (const file of readdirSync(directory)) {
    if (!file.endsWith('.lua')) continue;
    const name = file.slice(0, -'.lua'.length);
    const command = `nextpanel:${name}`;
    redis.defineCommand(command, { lua: `${shared}\n${read(file)}` });
    commands.set(name, command);
  }
  const methods = redis as unknown as Record<string, (...args: (string | number)[]) => Promise<readonly unknown[]>>;
  return async (name, keys, args) => {
    const command = commands.get(name);
    const run = command === undefined ? undefined : methods[command];
    if (!run) throw new Error(`no transition named ${name}`);
    try {
      return await run.call(redis, keys.length, ...keys, ...args);
    } catch (error) {
      throw asSchemaError(error);
    }
  };
}
