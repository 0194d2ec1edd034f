import { expect, test } from 'vitest';
import { giveUpWaiting } from '../../src/system/give-up-waiting.ts';

const patience = { startMs: 30, lookEveryMs: 10, signal: new AbortController().signal };

test('the time in which Redis reads its data does not count, and it is shown how far it is', async () => {
  const lines: string[] = [];
  let asked = 0;
  const loading = async () => {
    asked += 1;
    return asked <= 20 ? { percent: asked * 5, secondsLeft: 20 - asked } : null;
  };
  const waiting = giveUpWaiting({ ...patience, loading, log: (line) => lines.push(line) });
  await expect(waiting).rejects.toMatchObject({ code: 'start_timeout' });
  expect([asked, lines.length]).toEqual([23, 20]);
  expect(lines[4]).toBe('Redis is reading its data: 25 %, about 15 s left.');
});

test('nothing is asked once the system has started', async () => {
  const stop = new AbortController();
  const lines: string[] = [];
  let asked = 0;
  const loading = async () => {
    asked += 1;
    stop.abort();
    return { percent: 1, secondsLeft: 1 };
  };
  const ended = giveUpWaiting({ ...patience, signal: stop.signal, loading, log: (line) => lines.push(line) });
  await Promise.race([ended, new Promise((resolve) => stop.signal.addEventListener('abort', resolve))]);
  expect(asked).toBe(1);
});
