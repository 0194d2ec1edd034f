import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { type FirstStory, firstParts, migrateFirstStory } from './migrate-first-story.ts';

/** Keys of the first release, which began with `{prefix}:` and nothing else. */
export interface FirstKeys {
  readonly root: string;
  readonly active: string;
}

export const firstKeys = (prefix: string): FirstKeys => {
  const root = `{${prefix}}`;
  return { root, active: `${root}:active` };
};

/** How many keys one command looks at. */
const keysAtOnce = 1_000;

/** How often a story that changes while it is read is read again; nothing should change it. */
const readsMax = 10;

/**
 * In place of the first release's list of active stories. A process of that release which was forgotten, and adds a story,
 * gets an error instead of writing where nothing looks any more.
 */
const tombstone = 'moved to state schema 2; stop this process, it is of an older release';

export interface MigrationOptions {
  readonly redis: Redis;
  readonly run: RunTransition;
  readonly prefix: string;
  readonly keys: Keyspace;
  readonly onStoryMigrated: (id: string) => void;
}

/**
 * Moves everything the first release stored to the keys of schema 2, story by story. Each story moves in one script, so a
 * migration that is killed is continued by the next one, and repeating it does nothing. Queues are left behind and removed:
 * jobs are added again from the stored state.
 */
export async function migrateFirstRelease(options: MigrationOptions): Promise<void> {
  const { redis, prefix, keys } = options;
  const first = firstKeys(prefix);
  for await (const id of storyIds(redis, first)) {
    if (await migrateStory(options, first, id)) options.onStoryMigrated(id);
  }
  for await (const key of scan(redis, `${first.root}:*`)) {
    if (key === first.active || key.startsWith(`${keys.root}:`)) continue;
    const name = key.slice(first.root.length);
    if (moves.test(name)) await redis.rename(key, `${keys.root}${name}`).catch(unlessGone);
    else if (goes(name)) await redis.del(key);
  }
  await redis.set(first.active, tombstone);
}

/** What belongs to no story and is still wanted: sums, idempotency keys, pauses, statistics, limits, and what vendors reported. */
const moves =
  /^:(tenant:.*:deleted|idempotency:.*|removals|removed:.*|provider:.*|stats:.*|vendor-id:.*|change:.*|swept|rates|rate:.*)$/;

/** What the queues and the processes of the first release left: not the stories, whose keys are gone when this is asked. */
const goes = (name: string): boolean =>
  /^:(draw-[a-z-]+|finalize)(:|$)/.test(name) || /^:(workers|workers:seen|sweeping|slot:.*)$/.test(name);

/** Some keys expire: one may go between the look and the move. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Error && error.message.includes('no such key'))) throw error;
}

async function migrateStory({ redis, run, keys }: MigrationOptions, first: FirstKeys, id: string): Promise<boolean> {
  for (let reads = 0; reads < readsMax; reads += 1) {
    const story = await readFirstStory(redis, first, id);
    if (story === null) return false;
    const [outcome] = await run(
      'migrate-first-story',
      [keys.story(id), `${first.root}:story:${id}`],
      [story.header.updated ?? '', JSON.stringify(migrateFirstStory(story)), ...firstParts],
    );
    if (outcome !== 'changed') return outcome === 'migrated';
  }
  throw new Error(`story ${id} keeps changing while it is migrated: a process of the older release is still running`);
}

async function readFirstStory(redis: Redis, { root }: FirstKeys, id: string): Promise<FirstStory | null> {
  const key = `${root}:story:${id}`;
  const reads = redis.multi().hgetall(key);
  for (const part of firstParts) reads.hgetall(`${key}:${part}`);
  const [header, ...parts] = ((await reads.exec()) ?? []).map(([error, fields]) => {
    if (error) throw error;
    return fields as Record<string, string>;
  });
  if (header?.id === undefined) return null;
  return {
    header,
    parts: Object.fromEntries(firstParts.map((part, index) => [part, parts[index] ?? {}])) as FirstStory['parts'],
  };
}

async function* storyIds(redis: Redis, { root }: FirstKeys): AsyncGenerator<string> {
  for await (const index of scan(redis, `${root}:tenant:*:created`)) {
    for (const id of await redis.zrange(index, '0', '-1')) yield id;
  }
}

async function* scan(redis: Redis, pattern: string): AsyncGenerator<string> {
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', keysAtOnce);
    yield* found;
    cursor = next;
  } while (cursor !== '0');
}
