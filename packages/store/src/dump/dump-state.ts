import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { storyParts } from '../state/all-stories.ts';
import type { DumpedKey } from './dumped-key.ts';
import { readKeys } from './read-keys.ts';

/** How many keys one command looks at, and how many small keys one script reads. */
const keysAtOnce = 1_000;
const readAtOnce = 50;

/**
 * What follows from the rest, or belongs to processes: queues (their jobs are added again from the stored state), locks, seats, permits, rates,
 * and who is signed in. Everything else is part of a backup, whatever a later release adds.
 */
const passing =
  /^((draw-[a-z-]+|finalize|webhooks|scripts)(:|$)(?!dirty$)|(workers|sweeping|swept|migrating|probe|seat|limit|limits|fair|outage|stats|epoch)(:|$)|session:(?!ended:))/;

const story = /^story:([^:]+)(:|$)/;

/** Everything that must survive, story by story: all keys of one are read at one moment. Others may be younger than the stories before them. */
export async function* dumpState(redis: Redis, keys: Keyspace): AsyncGenerator<readonly DumpedKey[]> {
  const others: string[] = [];
  const seen = new Set<string>();
  for await (const key of scan(redis, `${keys.root}:*`)) {
    const name = key.slice(keys.root.length + 1);
    const id = story.exec(name)?.[1];
    if (id === undefined) {
      if (!passing.test(name)) others.push(key);
    } else if (!seen.has(id)) {
      seen.add(id);
      yield readKeys(redis, keys.root, storyKeys(keys, id));
    }
  }
  const unique = [...new Set(others)];
  for (let at = 0; at < unique.length; at += readAtOnce)
    yield readKeys(redis, keys.root, unique.slice(at, at + readAtOnce));
}

/** The keys a story may have. */
export const storyKeys = (keys: Keyspace, id: string): string[] => [
  keys.story(id),
  ...storyParts.map((part) => keys.storyPart(id, part)),
];

export async function* scan(redis: Redis, pattern: string): AsyncGenerator<string> {
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', keysAtOnce);
    yield* found;
    cursor = next;
  } while (cursor !== '0');
}
