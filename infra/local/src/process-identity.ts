import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process, not just its pid: pids are reused, but a pid with a start time is unique. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; only compared for equality. Linux: clock ticks after boot (proc(5), stat field 22). Else: ps's `lstart`. */
  readonly startTime: string;
}

/** The process that has `pid` now; undefined if none runs. A zombie counts as not running: in a container it may never be reaped. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startTime = process.platform === 'linux' ? readProcStat(pid)?.startTime : startTimeByPs(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

/** Whether the identified process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startTime === identity.startTime;
}

/** Our own identity, for files from which other processes determine whether we still run. */
export function ownIdentity(): ProcessIdentity {
  return identifyProcess(process.pid) ?? { pid: process.pid, startTime: 'unknown' };
}

/** Parent and start time from /proc; undefined when the process does not run. */
export function readProcStat(pid: number): { ppid: number; startTime: string } | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The command name is in parentheses and may itself contain parentheses and blanks: count from the last one.
  const [state, ppid, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = rest[17];
  if (state === undefined || 'ZXx'.includes(state) || ppid === undefined || startTime === undefined) return undefined;
  return { ppid: Number(ppid), startTime };
}

function startTimeByPs(pid: number): string | undefined {
  const ps = spawnSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' },
  });
  const [state, ...lstart] = (ps.stdout ?? '').trim().split(/\s+/);
  return !state || state.startsWith('Z') || lstart.length === 0 ? undefined : lstart.join(' ');
}
