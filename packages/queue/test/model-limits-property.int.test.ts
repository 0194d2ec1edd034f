import { randomUUID } from 'node:crypto';
import type { ModelLimit } from '@nextpanel/core';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectQueue, type QueueConnection, redisOf } from '../src/connect.ts';
import { limitKeys } from '../src/limits/limit-keys.ts';
import type { ModelLimits } from '../src/limits/limit-types.ts';
import { openModelLimits } from '../src/model-limits.ts';

let connection: QueueConnection;
let redis: Redis;
beforeAll(() => {
  connection = connectQueue(process.env.REDIS_URL as string, 'patient');
  redis = redisOf(connection);
});
afterAll(() => redis.disconnect());

interface Step {
  readonly act: 'enter' | 'leave' | 'crash' | 'take' | 'free' | 'collect';
  readonly story: number;
  readonly request: number;
}

const stories = 4;
const requests = 3;
const stepOf: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('enter', 'leave', 'crash', 'take', 'take', 'take', 'free', 'free', 'collect'),
  story: fc.nat(stories - 1),
  request: fc.nat(requests - 1),
});

/** The limiter of one model under its own prefix, and the state it stores. */
function openWorld(concurrency: number) {
  const root = `{test-${randomUUID()}}`;
  const limit: ModelLimit = { provider: 'openai', model: 'm', concurrency, imagesPerMinute: null };
  const limits: ModelLimits = openModelLimits({ connection, root, wake: async () => undefined });
  const [permits, line, alive, parked] = limitKeys(root, 'openai:m') as [string, string, string, string];
  return {
    limit,
    limits,
    permits: () => redis.zrange(permits, '0', '-1'),
    line: () => redis.zrange(line, '0', '-1'),
    parked: () => redis.zrange(parked, '0', '-1'),
    /** The process with this story dies, and all its leases expire. */
    crash: async (story: string) => {
      for (const key of [permits, alive]) {
        const own = (await redis.zrange(key, '0', '-1')).filter((it) => it.split(':')[1] === story);
        for (const permit of own) await redis.zadd(key, 0, permit);
      }
    },
  };
}
type World = ReturnType<typeof openWorld>;

async function perform({ limit, limits, crash }: World, step: Step): Promise<void> {
  const story = `s${step.story}`;
  if (step.act === 'enter') await limits.enter(limit, story);
  else if (step.act === 'leave') await limits.leave(limit, story);
  else if (step.act === 'crash') await crash(story).then(() => limits.sweep());
  else if (step.act === 'take') await limits.take(limit, story, [{ id: String(step.request), images: 1 }]);
  else if (step.act === 'free') await limits.free(limit, story, [String(step.request)]);
  else await limits.admit(limit, story, [String(step.request)]);
}

it('whatever happens, permits stay within the limit, none is idle while something waits, and every story gets a turn', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(stepOf, { maxLength: 60, size: 'max' }),
      async (concurrency, steps) => {
        const world = openWorld(concurrency);
        const { limit, limits, permits, line, parked } = world;
        for (const step of steps) {
          const before = await permits();
          await perform(world, step);
          const [now, waiting, resting] = await Promise.all([permits(), line(), parked()]);
          // Only requests collected from the vendor may exceed the limit.
          const most =
            step.act === 'collect' ? Math.max(before.length + 1, concurrency) : Math.max(before.length, concurrency);
          expect(now.length).toBeLessThanOrEqual(most);
          // No permit is free while something waits.
          const least = waiting.length + resting.length > 0 ? concurrency : 0;
          expect(now.length).toBeGreaterThanOrEqual(least);
          // No request waits and has a permit at the same time.
          expect(waiting.filter((it) => now.includes(it))).toEqual([]);
          expect(resting.filter((it) => now.includes(`turn:${it}`))).toEqual([]);
        }
        // As everything ends eventually, everything that waits is granted.
        for (let round = 0; (await line()).length + (await parked()).length > 0; round += 1) {
          expect(round).toBeLessThan(stories * (requests + 1) + 1);
          for (const permit of await permits()) {
            const [kind, story = '', request = ''] = permit.split(':');
            await (kind === 'turn' ? limits.leave(limit, story) : limits.free(limit, story, [request]));
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});

it('parked turns are granted in the order they were parked', async () => {
  const { limit, limits, parked, permits } = openWorld(1);
  const order = ['d', 'a', 'c', 'b'];
  await limits.take(limit, 'x', [{ id: '1', images: 1 }]);
  for (const story of order) await limits.enter(limit, story);
  const granted: string[] = [];
  await limits.free(limit, 'x', ['1']);
  while (granted.length < order.length) {
    const [permit = ''] = await permits();
    const story = permit.slice('turn:'.length);
    granted.push(story);
    await limits.leave(limit, story);
  }
  expect(granted).toEqual(order);
  expect(await parked()).toEqual([]);
});
