import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';

/** How long a turn lasts without renewal, and how often it is renewed, in milliseconds. */
const turnMs = 30_000;
const renewMs = 10_000;

/** Renews or releases a turn only if it is still ours: ARGV 1 token, 2 ms (0 releases it). */
const keep = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** What artifacts take, in bytes. */
export interface StorageUsage {
  /** When it was measured, in milliseconds since the epoch. */
  readonly at: number;
  readonly bytes: number;
  /** How much they may take; null: no limit. */
  readonly limit: number | null;
}

/** Which process may sweep. */
export interface SweepTurns {
  /** True for one caller in every period of this many milliseconds. */
  due(everyMs: number): Promise<boolean>;
  /** Runs `act` unless another sweeps: null then. The signal aborts when the turn is lost. */
  alone<Result>(act: (signal: AbortSignal) => Promise<Result>): Promise<Result | null>;
  /** What the last sweep left, for those who watch; null: none has ended yet. */
  report(usage: StorageUsage): Promise<void>;
  last(): Promise<StorageUsage | null>;
}

export function sweepTurns(redis: Redis, keys: Keyspace): SweepTurns {
  return {
    async report(usage) {
      await redis.set(keys.stored, JSON.stringify(usage));
    },
    async last() {
      const json = await redis.get(keys.stored);
      return json === null ? null : (JSON.parse(json) as StorageUsage);
    },
    due: async (everyMs) => (await redis.set(keys.swept, '1', 'PX', everyMs, 'NX')) === 'OK',
    async alone(act) {
      const token = randomUUID();
      if ((await redis.set(keys.sweeping, token, 'PX', turnMs, 'NX')) !== 'OK') return null;
      const lost = new AbortController();
      const renewal = setInterval(() => {
        redis.eval(keep, 1, keys.sweeping, token, turnMs).then(
          (kept) => {
            if (kept !== 1) lost.abort(new Error('another process sweeps'));
          },
          (error: unknown) => lost.abort(error),
        );
      }, renewMs);
      try {
        return await act(lost.signal);
      } finally {
        clearInterval(renewal);
        await redis.eval(keep, 1, keys.sweeping, token, 0).catch(() => undefined);
      }
    },
  };
}
