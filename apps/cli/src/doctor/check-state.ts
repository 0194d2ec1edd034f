import { ServerUnreachable } from '@nextpanel/client';
import type { Config } from '@nextpanel/core';
import { newestSchema, oldestSchema } from '@nextpanel/core/state-schema';
import { inspectState } from '@nextpanel/local';
import type { RemoteOptions } from '../commands/server-options.ts';
import type { Io } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import type { Check } from './check.ts';

type Finding = Omit<Check, 'name'>;

/** The schema of the stored state and the processes of older versions: asked of the server, or of Redis while none runs. */
export async function checkState(io: Io, config: Config, options: RemoteOptions): Promise<Finding> {
  const { client } = await findServer(io, options);
  try {
    const { schema, reads, oldProcesses } = await client.installation();
    return judgeState({ schema, newest: reads.newest, oldest: reads.oldest, old: oldProcesses.map(describeProcess) });
  } catch (error) {
    if (!(error instanceof ServerUnreachable)) throw error;
  }
  if (config.redis === null) return { status: 'ok', detail: 'not looked at: no server runs, and REDIS_URL is not set' };
  const { schema, firstProcesses } = await inspectState(config.redis, config.redisPrefix);
  const old = firstProcesses.map((beat) => describeProcess(JSON.parse(beat) as Parameters<typeof describeProcess>[0]));
  return judgeState({ schema, newest: newestSchema, oldest: oldestSchema, old });
}

const describeProcess = ({ role, host, pid }: { role: string; host: string; pid: number }) =>
  `${role} ${pid} on ${host}`;

interface StateSeen {
  readonly schema: number | null;
  readonly oldest: number;
  readonly newest: number;
  readonly old: readonly string[];
}

export function judgeState({ schema, oldest, newest, old }: StateSeen): Finding {
  const processes = old.length === 0 ? '' : `, processes of an older version: ${old.join(', ')}`;
  const detail =
    schema === null
      ? `nothing of this version is stored yet${processes}`
      : `schema ${schema} (this version reads ${oldest} to ${newest})${processes}`;
  if (schema !== null && schema > newest) {
    return {
      status: 'fail',
      detail,
      advice: 'start the version that was upgraded to, or restore the backup made before the upgrade',
    };
  }
  if (schema !== null && schema < oldest) {
    return {
      status: 'fail',
      detail,
      advice: 'start the release before this one and run its "nextpanel migrate" first',
    };
  }
  if (old.length > 0) return { status: 'warn', detail, advice: 'stop or upgrade those processes' };
  if (schema !== null && schema < newest)
    return { status: 'warn', detail, advice: 'finish the upgrade with "nextpanel migrate"' };
  return { status: 'ok', detail };
}
