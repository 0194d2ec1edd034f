import { spawnSync } from 'node:child_process';
import { isMainThread } from 'node:worker_threads';

/**
 * Prefix for a command, so that the kernel sends it SIGTERM when this process dies, even by SIGKILL: setpriv of util-linux
 * 2.33 and later, detected by running it (busybox has a setpriv without the option). Empty where it is missing, and in worker
 * threads: the signal is sent when the *thread* that spawned the command ends, see prctl(2), PR_SET_PDEATHSIG.
 */
export function dieWithParent(): readonly string[] {
  if (process.platform !== 'linux' || !isMainThread) return [];
  const prefix = ['setpriv', '--pdeathsig', 'TERM', '--'];
  const probe = spawnSync('setpriv', [...prefix.slice(1), 'true'], { stdio: 'ignore' });
  return probe.status === 0 ? prefix : [];
}
