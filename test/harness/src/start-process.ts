import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** One of our own processes. */
export interface TestProcess extends AsyncDisposable {
  readonly pid: number;
  /** Its `ready` message. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** How it ended: the name of a signal or an exit code. */
  readonly exited: Promise<NodeJS.Signals | number>;
  kill(signal: NodeJS.Signals): void;
  /** Makes it kill itself at a failpoint (`name`, or `name:n` for the n-th pass from now on). */
  arm(failpoint: string): Promise<void>;
  /** Its log: everything written to stderr so far. */
  log(): string;
}

/**
 * Starts `apps/<app>/src/main.ts` and waits until it is ready; rejects with its log if it ends before. It ends with the test:
 * disposing kills it, and it stops when the IPC channel closes.
 *
 * @param sources folder of the workspace it runs from
 * @param before a command that runs it, for example elsewhere
 */
export async function startProcess(
  app: 'api' | 'worker' | 'finalizer',
  env: Readonly<Record<string, string>>,
  sources: string = workspace,
  before: readonly string[] = [],
): Promise<TestProcess> {
  const main = join(sources, 'apps', app, 'src/main.ts');
  const [command, ...args] = [...before, process.execPath, main];
  const child = spawn(command, args, {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      NODE_COMPILE_CACHE: join(tmpdir(), 'nextpanel-compiled'),
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const exited = new Promise<NodeJS.Signals | number>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 1));
  });
  const ready = await Promise.race([
    messageOf(child, 'ready'),
    exited.then((how) => Promise.reject(new Error(`${app} ended (${how}) before it was ready:\n${log}`))),
  ]);
  return {
    pid: child.pid as number,
    ready,
    exited,
    kill: (signal) => void child.kill(signal),
    async arm(failpoint) {
      const armed = messageOf(child, 'armed');
      child.send({ type: 'arm', failpoint });
      await armed;
    },
    log: () => log,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

const messageOf = (child: ChildProcess, type: string) =>
  new Promise<Record<string, unknown>>((resolve) => {
    const look = (message: unknown) => {
      const received = message as Record<string, unknown>;
      if (received.type !== type) return;
      child.off('message', look);
      resolve(received);
    };
    child.on('message', look);
  });
