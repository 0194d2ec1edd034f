import type { Redis } from 'ioredis';
import type { RunTransition } from '../load-transitions.ts';

type Fields = Readonly<Record<string, string>>;

/** What a story is in one schema: its header, and its other hashes by name. */
export interface StoryParts {
  readonly header: Fields;
  readonly parts: Readonly<Record<string, Fields>>;
}

/** From one schema to the next: the hashes that change, each as a whole. */
type Step = (story: StoryParts) => StoryParts['parts'];

/**
 * The steps by the schema they begin with. A release that stores stories in another form raises `newestSchema` and adds its step
 * here; until the installation has that schema, the release writes the form before it.
 */
const steps: Readonly<Record<number, { readonly reads: readonly string[]; readonly step: Step }>> = {};

/** How often a story that changes meanwhile is read again. */
const readsMax = 10;

/**
 * Runs transitions; a story whose parts are in an older schema than the installation's is brought up to date first, one story at a
 * time, when it is next claimed or edited. All processes that are alive read both forms, so turns in progress are not disturbed.
 */
export const upgradingStories =
  (redis: Redis, run: RunTransition): RunTransition =>
  async (name, keys, args) => {
    for (let reads = 0; ; reads += 1) {
      const answer = await run(name, keys, args);
      if (answer[0] !== 'behind') return answer;
      if (reads === readsMax) throw new Error(`${keys[0] ?? ''} keeps changing while it is migrated`);
      await upgradeStory(redis, run, keys[0] ?? '', Number(answer[1]));
    }
  };

/** @param wanted the schema of the installation */
async function upgradeStory(redis: Redis, run: RunTransition, key: string, wanted: number): Promise<void> {
  const header = await redis.hgetall(key);
  const from = Number(header.schema ?? wanted);
  let changed: Record<string, Fields> = {};
  for (let schema = from; schema < wanted; schema += 1) {
    const it = steps[schema];
    if (!it) continue;
    const missing = it.reads.filter((part) => !(part in changed));
    const read = await Promise.all(missing.map(async (part) => [part, await redis.hgetall(`${key}:${part}`)] as const));
    changed = { ...changed, ...it.step({ header, parts: { ...Object.fromEntries(read), ...changed } }) };
  }
  await run('upgrade-story', [key], [from, wanted, header.updated ?? '', JSON.stringify(changed)]);
}
