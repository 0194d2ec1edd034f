import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchTurns } from '../src/watch-turns.ts';

const everyMs = 2_000;
const looks = 6;

let due: () => Promise<number>;
let room: boolean;
let taken: number;
let reported: number[];
let errors: string[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  due = async () => 3;
  room = true;
  taken = 0;
  reported = [];
  errors = [];
  stop = watchTurns({
    everyMs,
    looks,
    countDue: () => due(),
    hasRoom: () => room,
    turnsBegun: () => taken,
    onDeaf: async (count) => void reported.push(count),
    onError: ({ message }) => void errors.push(message),
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('a worker that takes no jobs', () => {
  it('although jobs wait and it has free concurrency is deaf after 12 s, and again 12 s later', async () => {
    await vi.advanceTimersByTimeAsync(everyMs * looks - 1);
    expect(reported).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(reported).toEqual([3]);
    await vi.advanceTimersByTimeAsync(everyMs * looks);
    expect(reported).toEqual([3, 3]);
  });

  it('because none waits is not deaf', async () => {
    due = async () => 0;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reported).toEqual([]);
  });

  it('because it is fully occupied is not deaf, nor right after a turn ends', async () => {
    room = false;
    await vi.advanceTimersByTimeAsync(60_000);
    room = true;
    await vi.advanceTimersByTimeAsync(everyMs * (looks - 1));
    expect(reported).toEqual([]);
  });

  it('now and then is not deaf: one turn restarts the count', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      await vi.advanceTimersByTimeAsync(everyMs * (looks - 1));
      taken += 1;
      await vi.advanceTimersByTimeAsync(everyMs);
    }
    expect(reported).toEqual([]);
  });

  it('because its process was frozen is not deaf: checks are counted, not seconds', async () => {
    await vi.advanceTimersByTimeAsync(everyMs * 2);
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(everyMs * 2);
    expect(reported).toEqual([]);
  });

  it('because Redis does not answer is not deaf, but the error is reported', async () => {
    due = () => Promise.reject(new Error('gone'));
    await vi.advanceTimersByTimeAsync(everyMs * looks * 2);
    expect([reported, new Set(errors)]).toEqual([[], new Set(['gone'])]);
  });
});

it('stops', async () => {
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reported).toEqual([]);
});
