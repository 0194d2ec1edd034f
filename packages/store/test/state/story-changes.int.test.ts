import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openState, type State } from '../../src/state/open-state.ts';

let redis: Redis;
let state: State;
let prefix: string;
beforeEach(() => {
  prefix = `test-${randomUUID()}`;
  // Its subscriber has the name too, so that its connection can be found and killed.
  redis = new Redis(process.env.REDIS_URL as string, { connectionName: prefix });
  state = openState(redis, prefix, { now: Date.now, aheadMs: () => 0 });
});
afterEach(async () => {
  await state[Symbol.asyncDispose]();
  redis.disconnect();
});

const publish = (tenant: string, story: string) => redis.publish(`{${prefix}}:s2:tenant:${tenant}:changes`, story);
const listeners = async (tenant: string) =>
  (await redis.pubsub('NUMSUB', `{${prefix}}:s2:tenant:${tenant}:changes`))[1] as number;

/** Follows a tenant, and keeps what it receives. */
function follow(tenant: string) {
  const received: (string | null)[] = [];
  const stop = state.changes.follow(tenant, (story) => received.push(story));
  return { received, stop };
}

async function killSubscriber(): Promise<void> {
  const list = String(await redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub'));
  const own = list.split('\n').filter((line) => line.includes(` name=${prefix} `));
  expect(own).toHaveLength(1);
  await redis.call('CLIENT', 'KILL', 'ID', /^id=(\d+)/.exec(own[0] ?? '')?.[1] as string);
}

test('a follower is notified when it listens, then of every change of its own tenant, and of no other', async () => {
  const [ada, bob] = [follow('ada'), follow('bob')];
  await expect.poll(() => [ada.received, bob.received]).toEqual([[null], [null]]);
  await publish('ada', 'one');
  await publish('bob', 'two');
  await publish('ada', 'three');
  await expect.poll(() => ada.received).toEqual([null, 'one', 'three']);
  await expect.poll(() => bob.received).toEqual([null, 'two']);
});

test('followers share one subscription, which ends with the last of them', async () => {
  const [first, second] = [follow('ada'), follow('ada')];
  await expect.poll(() => [first.received, second.received]).toEqual([[null], [null]]);
  expect(await listeners('ada')).toBe(1);
  first.stop();
  await publish('ada', 'one');
  await expect.poll(() => second.received).toEqual([null, 'one']);
  expect(first.received).toEqual([null]);
  second.stop();
  second.stop();
  await expect.poll(() => listeners('ada')).toBe(0);
  const third = follow('ada');
  await expect.poll(() => third.received).toEqual([null]);
  expect(await listeners('ada')).toBe(1);
});

test('after a lost connection every follower must read again, once nothing can be missed any more', async () => {
  const [ada, bob] = [follow('ada'), follow('bob')];
  await expect.poll(() => [ada.received, bob.received]).toEqual([[null], [null]]);
  await killSubscriber();
  await expect
    .poll(() => [ada.received, bob.received])
    .toEqual([
      [null, null],
      [null, null],
    ]);
  expect(await listeners('ada')).toBe(1);
  await publish('ada', 'one');
  await expect.poll(() => ada.received).toEqual([null, null, 'one']);
});
