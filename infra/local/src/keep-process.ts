import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from './local-error.ts';
import { restartDelays } from './restart-delays.ts';

/** Exit codes that mean that a restart would not help: usage, environment. */
const finalExitCodes = [2, 5];
const tailLines = 20;
/** How long to wait for last lines after a child's exit: a grandchild may keep the pipes open. */
const lastLinesMs = 300;

export interface ProcessSpec {
  /** Stable; the child finds it as NEXTPANEL_SEAT. */
  readonly name: string;
  /** Arguments of Node: flags, script, and the script's arguments. */
  readonly args: readonly string[];
  /** Added to the supervisor's `env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** The child is ready when a line of its stdout matches. Default: when it calls `process.send({ type: 'ready', … })`. */
  readonly readyLine?: RegExp;
}

/** The message of a child that became ready; with `readyLine`, `line` is the line that matched. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly [fact: string]: unknown;
}

export interface ProcessLine {
  readonly name: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface ProcessExit {
  readonly name: string;
  readonly pid: number | undefined;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Undefined when it is not started again: it was stopped, or keeps failing. */
  readonly restartInMs: number | undefined;
}

export interface KeepProcessOptions {
  readonly spec: ProcessSpec;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prefix of the command; see `dieWithParent`. */
  readonly prefix: readonly string[];
  readonly onLine: (line: ProcessLine) => void;
  readonly onExit: (exit: ProcessExit) => void;
  readonly onFailed: (error: LocalError) => void;
}

export interface KeptProcess {
  readonly name: string;
  /** Of the running process. */
  readonly pid: number | undefined;
  /** Resolves when it is first ready; rejects with `process_failed` if it never becomes ready. */
  readonly ready: Promise<ReadyMessage>;
  /** Resolves when it has exited and will not be started again. */
  readonly ended: Promise<void>;
  /** Stops restarting it. */
  letGo(): void;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a Node process and restarts it whenever it exits, until it is let go or keeps failing. */
export function keepProcess(options: KeepProcessOptions): KeptProcess {
  const { spec } = options;
  const lettingGo = new AbortController();
  const ready = Promise.withResolvers<ReadyMessage>();
  // A caller that does not await it is notified through onFailed.
  ready.promise.catch(() => {});
  let child: ChildProcess | undefined;

  const ended = keep();
  return {
    name: spec.name,
    get pid() {
      return child?.pid;
    },
    ready: ready.promise,
    ended,
    letGo: () => lettingGo.abort(),
    kill(signal) {
      if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      // It leads its own process group, so that force also kills the processes it started.
      if (signal === 'SIGKILL') killGroup(child.pid);
    },
  };

  async function keep(): Promise<void> {
    const delays = restartDelays();
    let everReady = false;
    void ready.promise.then(
      () => {
        everReady = true;
      },
      () => {},
    );
    while (!lettingGo.signal.aborted) {
      const startedMs = Date.now();
      const { code, signal, pid, tail } = await runOnce();
      const death = { atMs: Date.now(), livedMs: Date.now() - startedMs, everReady };
      const final = lettingGo.signal.aborted || finalExitCodes.includes(code ?? -1);
      const restartInMs = final ? undefined : delays.afterDeath(death);
      options.onExit({ name: spec.name, pid, code, signal, restartInMs });
      if (restartInMs === undefined) {
        const how = signal ?? `exit code ${code}`;
        const error = new LocalError(
          'process_failed',
          `${spec.name} ended (${how}). Last lines of its output:\n${tail}`,
          {
            exitCode: finalExitCodes.find((known) => known === code) ?? 1,
          },
        );
        ready.reject(error);
        if (!lettingGo.signal.aborted) options.onFailed(error);
        return;
      }
      await sleep(restartInMs, undefined, { signal: lettingGo.signal }).catch(() => {});
    }
    ready.reject(new LocalError('process_failed', `${spec.name} was stopped before it was ready.`));
  }

  async function runOnce() {
    const [command, ...args] = [...options.prefix, process.execPath, ...spec.args];
    const current = spawn(command ?? process.execPath, args, {
      ...(spec.cwd !== undefined && { cwd: spec.cwd }),
      env: { ...options.env, ...spec.env, NEXTPANEL_SEAT: spec.name },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Its own group: Ctrl-C reaches only the supervisor, which stops the children in order. If they were in the terminal's
      // group, the SIGTERM that follows would be their second signal, which forces them to exit.
      detached: true,
    });
    child = current;
    const lines = { stdout: [] as string[], stderr: [] as string[] };
    for (const stream of ['stdout', 'stderr'] as const) {
      const input = current[stream];
      if (!input) continue;
      createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (text) => {
        if (lines[stream].push(text) > tailLines) lines[stream].shift();
        if (stream === 'stdout' && spec.readyLine?.test(text)) ready.resolve({ type: 'ready', line: text });
        options.onLine({ name: spec.name, stream, text });
      });
    }
    current.on('message', (message) => {
      if (spec.readyLine === undefined && isReadyMessage(message)) ready.resolve(message);
    });
    const closed = new Promise<void>((resolve) => current.once('close', () => resolve()));
    const how = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      current.once('exit', (code, signal) => resolve({ code, signal }));
      current.once('error', (error) => {
        lines.stderr.push(error.message);
        // Without a process the error is from spawn; others (a signal that was not delivered) end nothing.
        if (current.pid === undefined) resolve({ code: null, signal: null });
      });
    });
    await Promise.race([closed, sleep(lastLinesMs)]);
    return { ...how, pid: current.pid, tail: (lines.stderr.length > 0 ? lines.stderr : lines.stdout).join('\n') };
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is empty.
  }
}

function isReadyMessage(message: unknown): message is ReadyMessage {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}
