import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectQueue, redisOf } from '../src/connect.ts';
import { fairKey } from '../src/fair-line.ts';
import { openQueues, type Queues } from '../src/open-queues.ts';
import { openConcurrency } from '../src/shared-concurrency.ts';
import { startDrawWorker } from '../src/start-draw-worker.ts';

let connection: ReturnType<typeof connectQueue>;
let redis: Redis;
beforeAll(() => {
  connection = connectQueue(process.env.REDIS_URL as string, 'patient');
  redis = redisOf(connection);
});
afterAll(() => redis.disconnect());

interface Fair extends AsyncDisposable {
  readonly queues: Queues;
  readonly root: string;
  /** Stories are named `tenant-n`. */
  readonly weights: Map<string, number>;
  readonly priorities: Map<string, number>;
}

const tenantOf = (story: string) => story.split('-')[0] as string;

function open(): Fair {
  const root = `{fair-${randomUUID()}}`;
  const weights = new Map<string, number>();
  const priorities = new Map<string, number>();
  const queues = openQueues({
    connection,
    root,
    providers: ['storyboard'],
    ownerOf: async (story) => ({
      tenant: tenantOf(story),
      weight: weights.get(tenantOf(story)) ?? 1,
      priority: priorities.get(story) ?? 0,
    }),
  });
  return {
    queues,
    root,
    weights,
    priorities,
    async [Symbol.asyncDispose]() {
      await queues[Symbol.asyncDispose]();
      const keys = await redis.keys(`${root}:*`);
      if (keys.length > 0) await redis.del(keys);
    },
  };
}

const add = async ({ queues }: Fair, ...stories: readonly string[]) => {
  for (const story of stories) await queues.ensureDraw('storyboard', { story });
};

/** The stories in the order in which their turns begin; each has so many. Ends when all are done. */
async function drawAll(
  { queues, root }: Fair,
  turnsOf: (story: string) => number,
  {
    concurrency = 1,
    onTurn = async () => undefined as unknown,
  }: { concurrency?: number; onTurn?: (count: number) => Promise<unknown> } = {},
): Promise<string[]> {
  const begun: string[] = [];
  const left = new Map<string, number>();
  const empty = Promise.withResolvers<void>();
  const worker = await startDrawWorker({
    connection,
    root,
    provider: 'storyboard',
    concurrency: openConcurrency(concurrency),
    seat: undefined,
    line: queues.line('storyboard'),
    onDone: async () => {
      const [depth] = await queues.depths();
      if (depth && depth.waiting + depth.active + depth.delayed === 0) empty.resolve();
    },
    onRebuilt: () => undefined,
    onError: () => undefined,
    async draw({ story, begin }) {
      await begin();
      begun.push(story);
      const turns = (left.get(story) ?? turnsOf(story)) - 1;
      left.set(story, turns);
      await onTurn(begun.length);
      return turns > 0 ? { kind: 'yield', delayMs: 0 } : { kind: 'done' };
    },
  });
  await empty.promise;
  await worker.close({ abort: false });
  return begun;
}

const names = (tenant: string, count: number) => Array.from({ length: count }, (_, index) => `${tenant}-${index + 1}`);

test("one story of a tenant is not kept by another tenant's 200: it has every second turn", async () => {
  await using fair = open();
  await add(fair, ...names('big', 200));
  const begun = await drawAll(fair, (story) => (tenantOf(story) === 'small' ? 4 : 1), {
    onTurn: async (count) => count === 3 && add(fair, 'small-1'),
  });
  expect(begun).toHaveLength(204);
  const turns = begun.flatMap((story, index) => (story === 'small-1' ? [index] : []));
  // The one that began when it came, then its own, then in turns.
  for (const [nth, index] of turns.entries()) expect(index).toBeLessThanOrEqual(4 + 2 * nth);
});

test('a raised priority goes first and a lowered one last, among the stories of their own tenant only', async () => {
  await using fair = open();
  await add(fair, ...names('a', 6), ...names('b', 6));
  const before = (await Promise.all(names('b', 6).map((story) => fair.queues.placeOf('storyboard', story)))).map(
    (at) => at?.place,
  );
  fair.priorities.set('a-6', 5);
  await fair.queues.line('storyboard').reorder('a-6');
  fair.priorities.set('a-2', -1);
  await fair.queues.line('storyboard').reorder('a-2');
  const after = (await Promise.all(names('b', 6).map((story) => fair.queues.placeOf('storyboard', story)))).map(
    (at) => at?.place,
  );
  // Equal tags stand in the order in which they were given.
  for (const [index, place] of after.entries())
    expect(Math.abs((place ?? 0) - (before[index] ?? 0))).toBeLessThanOrEqual(1);
  const begun = await drawAll(fair, () => 1);
  const own = begun.filter((story) => tenantOf(story) === 'a');
  expect([own[0], own.at(-1)]).toEqual(['a-6', 'a-2']);
});

test('the place that is reported when a story is given a job is the one where it then stands', async () => {
  await using fair = open();
  const { queues } = fair;
  fair.priorities.set('a-9', 3);
  const reported = new Map<string, unknown>();
  const stands = new Map<string, unknown>();
  for (const story of [...names('a', 3), 'b-1', 'b-2', 'a-9', 'c-1']) {
    reported.set(story, await queues.ensureDraw('storyboard', { story }));
    stands.set(story, await queues.placeOf('storyboard', story));
  }
  // Of one that goes before others of its tenant nothing is reported: they have to move first. b-1 came before it with the same tag.
  expect([reported.get('a-9'), stands.get('a-9')]).toEqual([null, { place: 2, waiting: 6 }]);
  for (const it of [reported, stands]) it.delete('a-9');
  expect(reported).toEqual(stands);
});

test('a story that has a job keeps it and its place, and whose it is can be stated instead of looked up', async () => {
  await using fair = open();
  await add(fair, ...names('a', 3));
  const before = await fair.queues.placeOf('storyboard', 'a-2');
  const owner = { tenant: 'b', weight: 1, priority: 5 };
  expect(await fair.queues.ensureDraw('storyboard', { story: 'a-2' }, { owner })).toBeNull();
  expect(await fair.queues.placeOf('storyboard', 'a-2')).toEqual(before);
  await fair.queues.ensureDraw('storyboard', { story: 'unknown' }, { owner });
  const begun = await drawAll(fair, () => 1);
  expect(begun.indexOf('unknown')).toBeLessThan(begun.indexOf('a-2'));
});

test('stories that rested for their own reasons come back behind those of others that are due, not before them', async () => {
  await using fair = open();
  const line = fair.queues.line('storyboard');
  await add(fair, ...names('away', 5));
  for (const story of names('away', 5)) await line.leave(story);
  await add(fair, ...names('here', 3));
  const begun = await drawAll(fair, () => 1);
  // BullMQ gives out the five first, whose priorities are old; each gets a tag of its own then.
  expect(begun.slice(0, 6).filter((story) => tenantOf(story) === 'here')).toHaveLength(3);
});

test('when the priorities have grown high, they are counted from the present tag on, and the order stays', async () => {
  await using fair = open();
  const line = fair.queues.line('storyboard');
  await redis.hset(`${fair.root}:fair:storyboard`, 'v', '16500');
  await add(fair, ...names('a', 3), 'b-1');
  expect(Number(await redis.hget(`${fair.root}:draw-storyboard:a-3`, 'priority'))).toBeGreaterThan(1_000_000);
  expect(await line.moveBase()).toBe(4);
  expect(Number(await redis.hget(`${fair.root}:draw-storyboard:a-3`, 'priority'))).toBeLessThan(1_000);
  expect(await line.moveBase()).toBe(0);
  expect(await drawAll(fair, () => 1)).toEqual(['a-1', 'b-1', 'a-2', 'a-3']);
});

test('with any weights, loads and yields no tenant lags behind its share by more than two batches a place', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ weight: fc.constantFrom(0.5, 1, 2, 4), stories: fc.integer({ min: 1, max: 12 }) }), {
        minLength: 3,
        maxLength: 3,
      }),
      fc.integer({ min: 1, max: 3 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 100 })),
      async (tenants, places, random) => {
        await using fair = open();
        const line = fair.queues.line('storyboard');
        const waiting = new Set<string>();
        const arrive = async (story: string) => {
          await line.arrive(story);
          waiting.add(story);
        };
        const tags = async () => {
          const places = await redis.hgetall(`${fairKey(fair.root, 'storyboard')}:places`);
          return new Map(Object.entries(places).map(([story, place]) => [story, JSON.parse(place).tag as number]));
        };
        for (const [index, { weight, stories }] of tenants.entries()) {
          fair.weights.set(`t${index}`, weight);
          for (const story of names(`t${index}`, stories)) {
            fair.priorities.set(story, ((random.next().value as number) % 5) - 2);
            await arrive(story);
          }
        }
        const served = tenants.map(() => 0);
        const working: string[] = [];
        const total = tenants.reduce((sum, { weight }) => sum + weight, 0);
        for (let round = 1; round <= 40; round += 1) {
          while (working.length < places && waiting.size > 0) {
            // What BullMQ does: the lowest tag, those that came first among equals. A sibling may have exchanged its own, so all are read.
            const tagOf = await tags();
            const story = [...waiting].reduce((a, b) => ((tagOf.get(b) ?? 0) < (tagOf.get(a) ?? 0) ? b : a));
            waiting.delete(story);
            await line.begin(story);
            working.push(story);
            served[Number(tenantOf(story).slice(1))] = (served[Number(tenantOf(story).slice(1))] ?? 0) + 1;
          }
          const done = working.splice((random.next().value as number) % working.length, 1)[0] as string;
          await arrive(done);
          const all = served.reduce((sum, count) => sum + count, 0);
          for (const [index, { weight, stories }] of tenants.entries()) {
            // A tenant with fewer stories than places cannot use more.
            if (stories < places * 2) continue;
            const lag = (all * weight) / total - (served[index] ?? 0);
            expect(lag).toBeLessThanOrEqual(2 * places);
          }
        }
      },
    ),
    { numRuns: 40 },
  );
});
