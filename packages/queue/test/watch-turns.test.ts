import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchTurns } from '../src/watch-turns.ts';

const everyMs = 2_000;
const looks = 6;

let due: () => Promise<number>;
let room: boolean;
let taken: number;
let told: number[];
let errors: string[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  due = async () => 3;
  room = true;
  taken = 0;
  told = [];
  errors = [];
  stop = watchTurns({
    everyMs,
    looks,
    countDue: () => due(),
    hasRoom: () => room,
    turnsBegun: () => taken,
    onDeaf: async (count) => void told.push(count),
    onError: ({ message }) => void errors.push(message),
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('a worker that takes up nothing', () => {
  it('though jobs wait and it has room is deaf after 12 s, and again 12 s later', async () => {
    await vi.advanceTimersByTimeAsync(everyMs * looks - 1);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual([3]);
    await vi.advanceTimersByTimeAsync(everyMs * looks);
    expect(told).toEqual([3, 3]);
  });

  it('because nothing waits is not', async () => {
    due = async () => 0;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
  });

  it('because its hands are full is not, nor right after one of them is free', async () => {
    room = false;
    await vi.advanceTimersByTimeAsync(60_000);
    room = true;
    await vi.advanceTimersByTimeAsync(everyMs * (looks - 1));
    expect(told).toEqual([]);
  });

  it('now and then is not: one pick-up begins the count anew', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      await vi.advanceTimersByTimeAsync(everyMs * (looks - 1));
      taken += 1;
      await vi.advanceTimersByTimeAsync(everyMs);
    }
    expect(told).toEqual([]);
  });

  it('because its process was frozen is not: what counts are looks', async () => {
    await vi.advanceTimersByTimeAsync(everyMs * 2);
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(everyMs * 2);
    expect(told).toEqual([]);
  });

  it('because Redis does not answer is not, but it is told', async () => {
    due = () => Promise.reject(new Error('gone'));
    await vi.advanceTimersByTimeAsync(everyMs * looks * 2);
    expect([told, new Set(errors)]).toEqual([[], new Set(['gone'])]);
  });
});

it('stops', async () => {
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([]);
});
