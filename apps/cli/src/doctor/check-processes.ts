import { ServerUnreachable } from '@nextpanel/client';
import type { WorkerView } from '@nextpanel/core';
import type { RemoteOptions } from '../commands/server-options.ts';
import type { Io } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import type { Check } from './check.ts';

type Finding = Omit<Check, 'name'>;

/** Whether something draws and something composes: a server alone only takes stories in. */
export async function checkProcesses(io: Io, options: RemoteOptions): Promise<Finding> {
  const { client } = await findServer(io, options);
  try {
    return judgeProcesses(await client.workers());
  } catch (error) {
    if (!(error instanceof ServerUnreachable)) throw error;
    return { status: 'ok', detail: 'not looked at: no server runs' };
  }
}

export function judgeProcesses(processes: readonly Pick<WorkerView, 'role'>[]): Finding {
  const count = (role: WorkerView['role']) => processes.filter((it) => it.role === role).length;
  const detail = `workers: ${count('worker')}, finalizers: ${count('finalizer')}`;
  const missing = (['worker', 'finalizer'] as const).filter((role) => count(role) === 0);
  if (missing.length === 0) return { status: 'ok', detail };
  const what = missing.includes('worker') ? 'nothing is drawn' : 'no sheet is composed and no book is bound';
  return {
    status: 'fail',
    detail,
    advice: `${what}: start a ${missing.join(' and a ')}, and read its first log lines`,
  };
}
