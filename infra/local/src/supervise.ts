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

/** A group that is still ending holds the next one up no longer than this. */
const handOverMs = 5_000;
/** After a forced stop the children may say what they leave behind; then they are killed. */
const lastWordsMs = 2_000;

export interface SuperviseOptions {
  readonly specs: readonly ProcessSpec[];
  /** The children's environment, besides NEXTPANEL_SLOT. Default: process.env. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly onLine?: (line: ProcessLine) => void;
  readonly onExit?: (exit: ProcessExit) => void;
  /** A child ended with exit code 2 or 5, or is hopeless: it stays down. The others go on until `stop`. */
  readonly onFailed?: (error: LocalError) => void;
  readonly log?: (line: string) => void;
}

export interface StopOptions {
  /** SIGKILL ends what is left after this time. */
  readonly graceMs: number;
  /** Names in groups: each group gets SIGTERM when the one before is gone, or after 5 s. Default: all at once. */
  readonly order?: readonly (readonly string[])[];
}

export interface SupervisedProcess {
  readonly name: string;
  /** Of the process that runs now; undefined before the first and after the last. */
  readonly pid: number | undefined;
  /** Its first readiness; rejects with LocalError `process_failed` when it is given up, or stopped, before. */
  readonly ready: Promise<ReadyMessage>;
}

export interface Supervisor extends AsyncDisposable {
  readonly processes: readonly SupervisedProcess[];
  /** Ends all children and resolves when they are gone. Called again it forces: SIGTERM now, SIGKILL after 2 s. */
  stop(options: StopOptions): Promise<void>;
}

/**
 * Runs Node processes and starts again those that die: at once, then after 200 ms doubling to 10 s. A child that ends with
 * exit code 2 (usage) or 5 (environment), or dies 5 times within 30 s without ever getting ready, stays down and is
 * reported. The children end with us, however we end: by a signal from the kernel where there is one (Linux), and they
 * see their IPC channel close.
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
    restartInMs === undefined ? '' : ` Starting it again ${restartInMs === 0 ? 'now' : `in ${restartInMs} ms`}.`;
  return `${name} (pid ${pid ?? 'none'}) ended: ${signal ?? `exit code ${code}`}.${again}`;
}
