import { performance } from 'node:perf_hooks';
import type { Redis } from 'ioredis';
import { readClock } from './state/read-clock.ts';

/** How often the clock is compared with Redis', in milliseconds: quartz drifts some 3 ms a minute at most. */
const refreshMs = 60_000;

/** Redis' own clock was changed when it differs by more than this, in milliseconds. */
const otherClockMs = 1_000;

/** Of so many readings the one that was answered fastest counts: its error is at most half of its round trip. */
const readings = 3;

/**
 * Redis' time without asking Redis: what is stored, or compared with what another process stored, has one clock. This machine's
 * monotonic clock carries it on, so setting the machine's time changes nothing.
 */
export interface Clock extends Disposable {
  /** Milliseconds since the epoch. */
  now(): number;
  /** How far this machine's own clock is ahead of Redis', in milliseconds; negative when it is behind. */
  aheadMs(): number;
}

/** Compares clocks once before it answers, then every minute and after every reconnect. */
export async function openClock(redis: Redis): Promise<Clock> {
  let offset = await measureOffset(redis);
  let last = 0;
  const refresh = () => {
    measureOffset(redis).then(
      (measured) => {
        // Corrections never make time run backwards. A Redis that moved to a machine with another clock is followed.
        if (offset - measured > otherClockMs) last = 0;
        offset = measured;
      },
      // Without Redis the last offset stays.
      () => undefined,
    );
  };
  const timer = setInterval(refresh, refreshMs);
  timer.unref();
  redis.on('ready', refresh);
  const now = () => {
    last = Math.max(last, Math.round(performance.now() + offset));
    return last;
  };
  return {
    now,
    aheadMs: () => wallClock() - now(),
    [Symbol.dispose]() {
      clearInterval(timer);
      redis.off('ready', refresh);
    },
  };
}

/** What must be added to `performance.now()` to get Redis' time. */
async function measureOffset(redis: Redis): Promise<number> {
  let best = { offset: 0, roundTrip: Number.POSITIVE_INFINITY };
  for (let reading = 0; reading < readings; reading += 1) {
    const asked = performance.now();
    const time = await readClock(redis);
    const answered = performance.now();
    const roundTrip = answered - asked;
    if (roundTrip < best.roundTrip) best = { offset: time - (asked + answered) / 2, roundTrip };
  }
  return best.offset;
}

/**
 * This machine's own clock, which may be wrong and may be set at any time: only for comparing with times that this machine's file
 * system wrote.
 */
export const wallClock = (): number => Date.now();
