import { describe, expect, it } from 'vitest';
import { coalesce } from '../src/coalesce.ts';

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
