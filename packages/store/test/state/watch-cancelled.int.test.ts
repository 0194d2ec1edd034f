import { afterAll, describe, expect, it } from 'vitest';
import { openKeyspace } from '../../src/keyspace.ts';
import { openTestState, testSubmission } from '../testing.ts';

const test = openTestState();
afterAll(() => test[Symbol.asyncDispose]());

const submit = (id: string) => test.state.stories.submit(testSubmission(id, 3));

/** The connections that are subscribed to what is cancelled, by their ids. */
async function subscribers(): Promise<string[]> {
  const list = (await test.redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub')) as string;
  return list.split('\n').flatMap((line) => (/\bsub=1\b/.test(line) ? (/\bid=(\d+)/.exec(line)?.[1] ?? []) : []));
}

describe('the worker that draws a story', () => {
  it('is notified when it is cancelled', async () => {
    const heard = Promise.withResolvers<string>();
    const stop = await test.state.watchCancelled({ inHand: () => [], onCancelled: heard.resolve });
    await submit('heard');
    await test.state.stories.cancel('heard', `{${test.prefix}}:s2:draw-storyboard:heard:lock`);
    expect(await heard.promise).toBe('heard');
    stop();
  });

  it('is notified of one that was cancelled while its connection was lost', async () => {
    const cancelled = Promise.withResolvers<string>();
    const missed: string[] = [];
    const before = await subscribers();
    const stop = await test.state.watchCancelled({
      inHand: () => ['lost', 'goes-on'],
      // A message arrives for each; what is looked up afterwards comes from nowhere else.
      onCancelled: (story) => (story === 'lost' ? cancelled.resolve(story) : missed.push(story)),
    });
    const [connection] = (await subscribers()).filter((id) => !before.includes(id));
    await submit('lost');
    await submit('goes-on');
    // As the script leaves it whose message nobody heard.
    await test.redis.hset(openKeyspace(test.prefix).story('lost'), 'status', 'cancelled');
    expect(await test.redis.client('KILL', 'ID', Number(connection))).toBe(1);
    expect(await cancelled.promise).toBe('lost');
    expect(missed).toEqual([]);
    stop();
  });
});
