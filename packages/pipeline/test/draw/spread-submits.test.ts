import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { spreadSubmits } from '../../src/draw/spread-submits.ts';

/** Eight submits that end on command. */
function startEight() {
  const spread = spreadSubmits();
  const ends: PromiseWithResolvers<void>[] = [];
  const answers = Array.from({ length: 8 }, (_, n) =>
    spread(() => {
      const end = Promise.withResolvers<void>();
      ends.push(end);
      return end.promise.then(() => n);
    }),
  );
  return { ends, answers };
}

describe('submits of one batch', () => {
  afterEach(() => void vi.useRealTimers());

  it('are under way two at a time, and all are made, whether or not others fail', async () => {
    const { ends, answers } = startEight();
    const results = Promise.allSettled(answers);
    for (let ended = 0; ended < 8; ended += 1) {
      await turnOfLoop();
      expect(ends).toHaveLength(Math.min(ended + 2, 8));
      if (ended === 3) ends[ended]?.reject(new Error('refused'));
      else ends[ended]?.resolve();
    }
    const ofAll = (await results).map((it) => (it.status === 'fulfilled' ? it.value : it.status));
    expect(ofAll).toEqual([0, 1, 2, 'rejected', 4, 5, 6, 7]);
  });

  it('do not wait for a vendor that is slow to accept', async () => {
    vi.useFakeTimers();
    const { ends, answers } = startEight();
    await vi.advanceTimersByTimeAsync(1_900);
    expect(ends).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(ends).toHaveLength(4);
    // The place of one that ends late was given away before.
    ends[0]?.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(ends).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(6_000);
    for (const end of ends) end.resolve();
    expect(await Promise.all(answers)).toHaveLength(8);
  });
});
