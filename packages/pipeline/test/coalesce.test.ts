import { describe, expect, it } from 'vitest';
import { coalesce } from '../src/coalesce.ts';
import { runLimited } from '../src/run-limited.ts';

describe('coalesced calls', () => {
  it('of one tick go out together; those made meanwhile together as the next', async () => {
    const sent: number[][] = [];
    const gate = Promise.withResolvers<void>();
    const call = coalesce(async (items: readonly number[]) => {
      sent.push([...items]);
      if (sent.length === 1) await gate.promise;
      return items.length;
    });
    const first = [call(1), call(2), call(3)];
    await new Promise((resolve) => setImmediate(resolve));
    const second = [call(4), call(5)];
    gate.resolve();
    expect(await Promise.all([...first, ...second])).toEqual([3, 3, 3, 2, 2]);
    expect(sent).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('that fail reject all who went together, and nobody after', async () => {
    let times = 0;
    const call = coalesce(async (items: readonly string[]) => {
      times += 1;
      if (times === 1) throw new Error('no');
      return items.join();
    });
    const failed = await Promise.allSettled([call('a'), call('b')]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await call('c')).toBe('c');
  });
});

describe('limited runs', () => {
  it('never exceed the limit, keep the order of results, and finish the others when one fails', async () => {
    let now = 0;
    let most = 0;
    const results = await runLimited([1, 2, 3, 4, 5, 6], 2, async (item) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      if (item === 2) throw new Error('two');
      return item * 10;
    });
    expect(most).toBe(2);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
      10,
      'failed',
      30,
      40,
      50,
      60,
    ]);
  });
});
