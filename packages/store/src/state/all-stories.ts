import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import { hashesIn } from '../hashes-in.ts';
import type { Keyspace, StoryPart } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';

export interface StoryName {
  readonly tenant: string;
  readonly id: string;
}

/** How many keys one command looks at. */
const keysAtOnce = 1_000;
const fieldsAtOnce = 500;

/**
 * Every story, cursor by cursor: stories that exist during the whole scan are returned at least once, some perhaps twice.
 *
 * @param only one tenant's
 */
export async function* allStories(redis: Redis, keys: Keyspace, only?: string): AsyncGenerator<StoryName> {
  for await (const tenant of only === undefined ? allTenants(redis, keys) : [only]) {
    const index = keys.tenantIndex(tenant, 'created');
    let cursor = '0';
    do {
      const [next, entries] = await redis.zscan(index, cursor, 'COUNT', fieldsAtOnce);
      for (let at = 0; at < entries.length; at += 2) yield { tenant, id: entries[at] as string };
      cursor = next;
    } while (cursor !== '0');
  }
}

/** The names of tenants are found by looking at every key, so they are looked for only now and then, in milliseconds. */
const tenantsMs = 300_000;

/** All tenants, as of the last few minutes. */
export function knownTenants(redis: Redis, keys: Keyspace, clock: Pick<Clock, 'now'>) {
  let found: { at: number; tenants: Promise<readonly string[]> } | undefined;
  return (): Promise<readonly string[]> => {
    const now = clock.now();
    if (found === undefined || now - found.at > tenantsMs) {
      const tenants = listTenants(redis, keys);
      found = { at: now, tenants };
      tenants.catch(() => {
        found = undefined;
      });
    }
    return found.tenants;
  };
}

async function listTenants(redis: Redis, keys: Keyspace): Promise<readonly string[]> {
  const names = new Set<string>();
  for await (const tenant of allTenants(redis, keys)) names.add(tenant);
  return [...names];
}

async function* allTenants(redis: Redis, keys: Keyspace): AsyncGenerator<string> {
  const pattern = keys.tenantIndex('*', 'created');
  const [before = '', behind = ''] = pattern.split('*');
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', keysAtOnce);
    for (const key of found) yield key.slice(before.length, key.length - behind.length);
    cursor = next;
  } while (cursor !== '0');
}

/** Which parts of a story may name artifacts and request keys. A part that is added must be judged here, or nothing compiles. */
const names: Readonly<Record<StoryPart, boolean>> = {
  order: false,
  chain: false,
  plates: false,
  cover: false,
  pages: false,
  panels: false,
  art: false,
  batches: true,
  attempts: false,
  requests: true,
  orders: true,
  open: false,
  kept: true,
  pictures: true,
  takes: true,
  selected: true,
  redraws: true,
  stays: false,
  failures: false,
  verdicts: false,
  labels: false,
  notes: false,
  links: false,
  sheets: true,
  books: true,
  editions: false,
  editionSheets: true,
  editionBooks: true,
  editionFailures: false,
  otherSheets: true,
  events: false,
};
/** Every part of a story. */
export const storyParts = Object.keys(names) as readonly StoryPart[];
const naming = storyParts.filter((part) => names[part]);

/**
 * For each story, everything in its state that looks like a SHA-256: its artifacts (frames of all takes, sheets and books of all
 * editions, character references) and the keys of its requests. A story that is not there has none.
 *
 * @param parts only these of its parts; `header`: and the story's own
 */
export async function storyHashes(
  redis: Redis,
  keys: Keyspace,
  stories: readonly string[],
  parts: readonly StoryPart[] = naming,
  header = true,
): Promise<Set<string>[]> {
  const found = stories.map(() => new Set<string>());
  let open = stories.flatMap((id, story) =>
    [...(header ? [keys.story(id)] : []), ...parts.map((part) => keys.storyPart(id, part))].map((key) => ({
      story,
      key,
      cursor: '0',
    })),
  );
  while (open.length > 0) {
    const scans = redis.pipeline();
    for (const { key, cursor } of open) scans.hscan(key, cursor, 'COUNT', fieldsAtOnce);
    const answers = valuesOf(await scans.exec()) as [string, string[]][];
    open = open.flatMap((it, index) => {
      const [cursor, fields] = answers[index] as [string, string[]];
      // Names of fields too: a request is stored under its key.
      for (const text of fields) for (const hash of hashesIn(text)) found[it.story]?.add(hash);
      return cursor === '0' ? [] : [{ ...it, cursor }];
    });
  }
  return found;
}
