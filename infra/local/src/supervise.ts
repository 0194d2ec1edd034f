import { setTimeout as sleep } from 'node:timers/promises';
import { dieWithParent } from './die-with-parent.ts';
import {
  type KeptProcess,
  keepProcess,
  type ProcessExit,
  type ProcessLine,
  type ProcessSpec,
  type ReadyMessage,
} from './keep-process.ts';
import type { LocalError } from './local-error.ts';

/** How long a group that is still stopping delays the next one. */
const handOverMs = 5_000;
/** How long children may report what they leave behind after a forced stop; then they are killed. */
const lastWordsMs = 2_000;

export interface SuperviseOptions {
  readonly specs: readonly ProcessSpec[];
  /** The children's environment, in addition to NEXTPANEL_SEAT. Default: process.env. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly onLine?: (line: ProcessLine) => void;
  readonly onExit?: (exit: ProcessExit) => void;
  /** Called when a child exited with code 2 or 5, or keeps failing, and is not restarted. The others keep running until `stop`. */
  readonly onFailed?: (error: LocalError) => void;
  readonly log?: (line: string) => void;
}

export interface StopOptions {
  /** After this time the remaining children get SIGKILL. */
  readonly graceMs: number;
  /** Names in groups: each group gets SIGTERM when the one before it has exited, or after 5 s. Default: all at once. */
  readonly order?: readonly (readonly string[])[];
}

export interface SupervisedProcess {
  readonly name: string;
  /** Of the running process; undefined before the first and after the last one. */
  readonly pid: number | undefined;
  /** Resolves when it is first ready; rejects with LocalError `process_failed` if it fails or is stopped before. */
  readonly ready: Promise<ReadyMessage>;
}

export interface Supervisor extends AsyncDisposable {
  readonly processes: readonly SupervisedProcess[];
  /** Stops all children and resolves when they have exited. A second call forces: SIGTERM now, SIGKILL after 2 s. */
  stop(options: StopOptions): Promise<void>;
}

/**
 * Runs Node processes and restarts those that exit: at once, then after 200 ms, doubling up to 10 s. A child that exits with
 * code 2 (usage) or 5 (environment), or exits 5 times within 30 s without ever being ready, stays down and is reported. The
 * children end with this process, however it ends: by a signal from the kernel (Linux only), and because their IPC channel
 * closes.
 */
export function superviseProcesses(options: SuperviseOptions): Supervisor {
  const log = options.log ?? (() => {});
  const prefix = dieWithParent();
  const kept = options.specs.map((spec) =>
    keepProcess({
      spec,
      prefix,
      env: options.env ?? process.env,
      onLine: options.onLine ?? (() => {}),
      onFailed: options.onFailed ?? (() => {}),
      onExit: (exit) => {
        log(describeExit(exit));
        options.onExit?.(exit);
      },
    }),
  );
  let stopped: Promise<void> | undefined;
  const stop = (how: StopOptions) => {
    if (stopped) force();
    stopped ??= endInOrder(kept, how);
    return stopped;
  };
  return { processes: kept, stop, [Symbol.asyncDispose]: () => stopped ?? stop({ graceMs: 10_000 }) };

  function force(): void {
    for (const each of kept) each.kill('SIGTERM');
    setTimeout(() => {
      for (const each of kept) each.kill('SIGKILL');
    }, lastWordsMs).unref();
  }
}

async function endInOrder(kept: readonly KeptProcess[], { graceMs, order = [] }: StopOptions): Promise<void> {
  for (const each of kept) each.letGo();
  const ended = Promise.all(kept.map((each) => each.ended));
  const deadline = setTimeout(() => {
    for (const each of kept) each.kill('SIGKILL');
  }, graceMs);
  const named = order.map((names) => kept.filter((each) => names.includes(each.name)));
  const rest = kept.filter((each) => !order.flat().includes(each.name));
  for (const group of [...named, rest]) {
    for (const each of group) each.kill('SIGTERM');
    const handedOver = new AbortController();
    const gone = Promise.all(group.map((each) => each.ended));
    await Promise.race([gone, sleep(handOverMs, undefined, { signal: handedOver.signal }).catch(() => {})]);
    handedOver.abort();
  }
  await ended;
  clearTimeout(deadline);
}

function describeExit({ name, pid, code, signal, restartInMs }: ProcessExit): string {
  const again =
    restartInMs === undefined ? '' : ` Restarting it ${restartInMs === 0 ? 'now' : `in ${restartInMs} ms`}.`;
  return `${name} (pid ${pid ?? 'none'}) ended: ${signal ?? `exit code ${code}`}.${again}`;
}
