import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readClock } from '../../src/state/read-clock.ts';
import { openTestState, type TestState } from '../testing.ts';

let test: TestState;
beforeEach(() => {
  test = openTestState();
});
afterEach(() => test[Symbol.asyncDispose]());

const beat = (id: string, startedAt = 1_000) => ({
  id,
  role: 'worker' as const,
  host: 'here',
  pid: 7,
  startedAt,
  holds: [{ story: 'a', what: 'batch 3', since: 2_000 }],
});
const ids = async () => (await test.state.workers.list()).map(({ id }) => id);

/** Makes the last beat of a process that much older. */
const silence = (id: string, ms: number) => test.redis.zincrby(`{${test.prefix}}:s2:workers:seen`, -ms, id);

describe('a process', () => {
  it('is listed as it tells of itself, longest running first, with the time it was heard of', async () => {
    const { workers } = test.state;
    const before = await readClock(test.redis);
    await workers.beat(beat('young', 5_000));
    await workers.beat(beat('old', 1_000));
    const [first, second] = await workers.list();
    expect([first?.id, second?.id]).toEqual(['old', 'young']);
    expect(first).toEqual({ ...beat('old'), seenAt: expect.any(Number) });
    expect(first?.seenAt).toBeGreaterThanOrEqual(before);
    expect(first?.seenAt).toBeLessThanOrEqual(await readClock(test.redis));
    await workers.beat({ ...beat('old'), holds: [] });
    expect((await workers.list())[0]?.holds).toEqual([]);
  });

  it('that leaves is gone at once', async () => {
    await test.state.workers.beat(beat('a'));
    await test.state.workers.leave('a');
    expect(await test.state.workers.list()).toEqual([]);
    expect(await test.redis.exists(`{${test.prefix}}:s2:workers`, `{${test.prefix}}:s2:workers:seen`)).toBe(0);
  });

  it('that is silent for 15 s is not listed, and comes back when it is heard again', async () => {
    await test.state.workers.beat(beat('a'));
    await silence('a', 14_000);
    expect(await ids()).toEqual(['a']);
    await silence('a', 2_000);
    expect(await ids()).toEqual([]);
    await test.state.workers.beat(beat('a'));
    expect(await ids()).toEqual(['a']);
  });

  it('that is silent for a minute is swept by the next beat of any other', async () => {
    await test.state.workers.beat(beat('gone'));
    await silence('gone', 59_000);
    await test.state.workers.beat(beat('alive'));
    expect(await test.redis.hkeys(`{${test.prefix}}:s2:workers`)).toContain('gone');
    await silence('gone', 2_000);
    await test.state.workers.beat(beat('alive'));
    expect(await test.redis.hkeys(`{${test.prefix}}:s2:workers`)).toEqual(['alive']);
    expect(await test.redis.zrange(`{${test.prefix}}:s2:workers:seen`, '0', '-1')).toEqual(['alive']);
  });
});
