import { spawnSync } from 'node:child_process';
import { isMainThread } from 'node:worker_threads';

/**
 * What to put before a command so that the kernel sends it SIGTERM when we die, even by SIGKILL: setpriv of util-linux
 * 2.33 and later, found by trying it (busybox has a setpriv without the option). Empty where there is none, and in a
 * worker thread: the signal comes at the death of the *thread* that spawned, see prctl(2), PR_SET_PDEATHSIG.
 */
export function dieWithParent(): readonly string[] {
  if (process.platform !== 'linux' || !isMainThread) return [];
  const prefix = ['setpriv', '--pdeathsig', 'TERM', '--'];
  const probe = spawnSync('setpriv', [...prefix.slice(1), 'true'], { stdio: 'ignore' });
  return probe.status === 0 ? prefix : [];
}
