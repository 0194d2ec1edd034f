import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long after an unexpected exit it is restarted, in milliseconds. */
const usualRestartMs = 300;
const stopMs = 15_000;

export interface Ended {
  readonly how: NodeJS.Signals | number;
  readonly at: number;
  readonly livedMs: number;
  /** Whether the campaign ended it, by a signal or a failpoint. */
  readonly asked: boolean;
  /** The failpoint at which it killed itself, or was killed; null: neither. */
  readonly failpoint: string | null;
}

/** A process that is restarted whenever it exits, and may be killed and frozen. */
export interface KeptProcess {
  readonly name: string;
  readonly ends: readonly Ended[];
  /** From each kill until the process was ready again, in milliseconds. */
  readonly recoveries: readonly number[];
  /**
   * SIGKILL; the next one starts after `restartMs`, with what is given for this life alone. False when none is running.
   *
   * @param at the failpoint at which it is, as seen from outside
   */
  kill(restartMs: number, life?: Partial<Life>, at?: string): boolean;
  /** The process kills itself at a failpoint, `name:n`: the one that runs, or, where none is ready, the next that is. */
  arm(failpoint: string): void;
  /** SIGTERM; otherwise as `kill`. */
  replace(life: Partial<Life>): boolean;
  /** SIGSTOP, and SIGCONT `forMs` later. False when none is running. */
  freeze(forMs: number): boolean;
  thaw(): void;
  /** Whether the running process has more than its own environment. */
  isArmed(): boolean;
  untilReady(): Promise<void>;
  /**
   * SIGTERM; the next one starts at once, without the variables from `kill`. Resolves when it is ready.
   *
   * @param life what it and all later ones have instead of their own
   */
  restart(life?: Partial<Life>): Promise<void>;
  /** SIGTERM, or SIGKILL if it does not end; returns how it ended. */
  stop(): Promise<NodeJS.Signals | number>;
}

/** What one start of a process may have that others do not. */
export interface Life {
  /** In addition to its own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Instead of its own arguments. */
  readonly args: readonly string[];
}

export interface KeepOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** Resolves when a newly started process is ready. Default: on its first message. */
  readonly ready?: (child: ChildProcess) => Promise<void>;
}

/** Starts a process and keeps it. */
export function keepProcess(options: KeepOptions): KeptProcess {
  const { name, command, args, env, logFile, ready = firstMessage } = options;
  const log = openSync(logFile, 'a');
  const ends: Ended[] = [];
  const recoveries: number[] = [];
  let child: ChildProcess | null = null;
  let isReady = false;
  let isArmed = false;
  /** Where it is to kill itself, and whether it is killed by the campaign. */
  let armedAt: string | null = null;
  let isKilled = false;
  let killedAtPoint: string | null = null;
  let toArm: string | null = null;
  let becameReady = Promise.withResolvers<void>();
  let stopping = false;
  let killedAt: number | null = null;
  let usual: Life & { readonly restartMs: number } = { restartMs: usualRestartMs, env: {}, args };
  let next = usual;
  let thawing: NodeJS.Timeout | undefined;

  const armNow = () => {
    if (toArm === null || !child?.connected) return;
    child.send({ type: 'arm', failpoint: toArm });
    isArmed = true;
    armedAt = toArm;
    toArm = null;
  };
  const life = async (): Promise<void> => {
    const { env: more, args: own } = next;
    isArmed = next !== usual && (more !== usual.env || own !== usual.args);
    armedAt = more.NEXTPANEL_FAILPOINT ?? null;
    isKilled = false;
    killedAtPoint = null;
    next = usual;
    const startedAt = Date.now();
    const it = spawn(command, own, { env: { ...env, ...more }, stdio: ['ignore', log, log, 'ipc'] });
    child = it;
    void ready(it).then(() => {
      if (child !== it) return;
      isReady = true;
      armNow();
      if (killedAt !== null) recoveries.push(Date.now() - killedAt);
      killedAt = null;
      becameReady.resolve();
    });
    const how = await new Promise<NodeJS.Signals | number>((resolve) => {
      it.once('error', () => resolve(1));
      it.once('exit', (code, signal) => resolve(signal ?? code ?? 1));
    });
    child = null;
    clearTimeout(thawing);
    if (isReady) becameReady = Promise.withResolvers();
    isReady = false;
    ends.push({
      how,
      at: Date.now(),
      livedMs: Date.now() - startedAt,
      // A second SIGTERM ends a process that still drains, with this code.
      asked: how === 'SIGKILL' || how === 'SIGTERM' || how === 143 || stopping,
      failpoint: how !== 'SIGKILL' ? null : isKilled ? killedAtPoint : armedAt,
    });
    if (how === 'SIGKILL') killedAt ??= Date.now();
  };
  const keeping = (async () => {
    while (!stopping) {
      await life();
      if (!stopping) await sleep(next.restartMs);
    }
  })();
  const endWithUs = () => child?.kill('SIGKILL');
  process.once('exit', endWithUs);

  const thaw = () => {
    clearTimeout(thawing);
    child?.kill('SIGCONT');
  };
  return {
    name,
    ends,
    recoveries,
    kill(restartMs, life = {}, at) {
      if (child === null) return false;
      next = { ...usual, ...life, restartMs };
      killedAt = Date.now();
      isKilled = true;
      killedAtPoint = at ?? null;
      return child.kill('SIGKILL');
    },
    arm(failpoint) {
      toArm = failpoint;
      if (isReady) armNow();
    },
    replace(life) {
      if (child === null) return false;
      next = { ...usual, ...life };
      return child.kill('SIGTERM');
    },
    freeze(forMs) {
      if (child === null) return false;
      clearTimeout(thawing);
      thawing = setTimeout(thaw, forMs);
      return child.kill('SIGSTOP');
    },
    thaw,
    isArmed: () => isArmed || toArm !== null,
    untilReady: () => becameReady.promise,
    async restart(life = {}) {
      thaw();
      // A process that is still starting would be killed by the signal instead of stopping in order.
      await becameReady.promise;
      toArm = null;
      usual = { ...usual, ...life };
      next = { ...usual, restartMs: 0 };
      const before = child;
      const gone = before && new Promise((resolve) => before.once('exit', resolve));
      before?.kill('SIGTERM');
      await gone;
      await becameReady.promise;
    },
    async stop() {
      stopping = true;
      thaw();
      child?.kill('SIGTERM');
      const force = setTimeout(() => child?.kill('SIGKILL'), stopMs);
      await keeping;
      clearTimeout(force);
      process.off('exit', endWithUs);
      return ends.at(-1)?.how ?? 0;
    },
  };
}

const firstMessage = (child: ChildProcess) =>
  new Promise<void>((resolve) => void child.once('message', () => resolve()));
