import type { Client } from '@nextpanel/client';
import type { Config, WorkerView } from '@nextpanel/core';
import { clockToleranceMs } from '@nextpanel/core/clock-tolerance';
import { inspectRedis } from '@nextpanel/local';
import type { RemoteOptions } from '../commands/server-options.ts';
import type { Io } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import type { Check } from './check.ts';

/** A machine and how far its clock is ahead of Redis', in milliseconds. */
interface Offset {
  readonly whose: string;
  readonly aheadMs: number;
}

/**
 * Whether the clocks of this machine and of the running processes agree with that of Redis. A Redis that nextpanel starts itself is
 * on this machine; a server that does not answer has no processes to ask about.
 */
export async function checkClocks(io: Io, config: Config, options: RemoteOptions): Promise<Omit<Check, 'name'>> {
  const own = config.redis === null ? null : await inspectRedis(config.redis, config.redisPrefix).catch(() => null);
  const workers = await listWorkers(io, options).catch(() => []);
  return judgeClocks([
    ...(own === null ? [] : [{ whose: 'this machine', aheadMs: own.clockAheadMs }]),
    ...workers.map(({ host, role, pid, clockAheadMs }) => ({
      whose: `${host} (${role} ${pid})`,
      aheadMs: clockAheadMs,
    })),
  ]);
}

async function listWorkers(io: Io, options: RemoteOptions): Promise<WorkerView[]> {
  const { client }: { client: Pick<Client, 'workers'> } = await findServer(io, options);
  return client.workers();
}

export function judgeClocks(offsets: readonly Offset[]): Omit<Check, 'name'> {
  const wrong = offsets.filter(({ aheadMs }) => Math.abs(aheadMs) > clockToleranceMs);
  if (wrong.length === 0) {
    const detail = offsets.length === 0 ? 'nothing to compare' : 'they agree with the clock of Redis';
    return { status: 'ok', detail };
  }
  return {
    status: 'warn',
    detail: wrong
      .map(({ whose, aheadMs }) => {
        const seconds = Math.round(Math.abs(aheadMs) / 1_000);
        return `the clock of ${whose} is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the clock of Redis`;
      })
      .join('; '),
    advice: 'set all clocks by NTP; stories keep their times, but webhooks may be refused and waits end late',
  };
}
