import type { Redis } from 'ioredis';
import { redisCpuMs } from './cpu-time.ts';

export interface RedisCost {
  readonly ms: number;
  /** What Redis sent, to all its clients. */
  readonly bytes: number;
  /** Commands that Redis ran, those inside scripts included. */
  readonly commands: number;
  /** CPU time of Redis, in milliseconds. */
  readonly redisMs: number;
}

export interface RedisMeter {
  /** What `act` cost on this server. Nobody else may use it meanwhile. */
  measure(act: () => Promise<void>): Promise<RedisCost>;
}

/** Reads the server's own counters before and after, less what reading them costs. */
export async function openRedisMeter(redis: Redis): Promise<RedisMeter> {
  const read = async () => {
    const stats = await redis.info('stats');
    const commands = [...(await redis.info('commandstats')).matchAll(/^cmdstat_[^:]+:calls=(\d+)/gm)];
    return {
      bytes: Number(/^total_net_output_bytes:(\d+)/m.exec(stats)?.[1]),
      commands: commands.reduce((sum, [, calls]) => sum + Number(calls), 0),
      redisMs: await redisCpuMs(redis),
    };
  };
  const difference = async (act: () => Promise<void>): Promise<RedisCost> => {
    const before = await read();
    const startedAt = performance.now();
    await act();
    const ms = performance.now() - startedAt;
    const after = await read();
    return {
      ms,
      bytes: after.bytes - before.bytes,
      commands: after.commands - before.commands,
      redisMs: after.redisMs - before.redisMs,
    };
  };
  return {
    async measure(act) {
      const nothing = await difference(async () => undefined);
      const cost = await difference(act);
      return {
        ms: cost.ms,
        bytes: cost.bytes - nothing.bytes,
        commands: cost.commands - nothing.commands,
        redisMs: Math.max(0, cost.redisMs - nothing.redisMs),
      };
    },
  };
}
