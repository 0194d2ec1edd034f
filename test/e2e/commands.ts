import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'apps/cli/src/main.ts');

export const example = join(root, 'examples/01-the-tortoise-and-the-hare.yaml');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
  /** Resolves with the match as soon as the output so far, on either stream, matches; rejects if the process ends first. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

/** A folder for data and files, and the commands run in it. */
export interface Workplace extends AsyncDisposable {
  readonly dir: string;
  readonly dataDir: string;
  /** Starts `nextpanel ARGS…` as its own process, with this folder as the user's directory. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Started;
  /** Starts any other command in the repository, as the leader of a process group. */
  startOther(command: string, args: readonly string[], env?: Readonly<Record<string, string>>): Started;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Pids of everything that runs for this work place: launchers, Redis, api, worker, finalizer. Linux only. */
  processes(): Promise<number[]>;
  /** Waits until none of its processes is left; fails after 10 s with a list of them. */
  nothingLeft(): Promise<void>;
}

/** Disposing kills any remaining processes and removes the folder. */
export async function openWorkplace(): Promise<Workplace> {
  const dir = await mkdtemp(join(tmpdir(), 'nextpanel-e2e-'));
  const dataDir = join(dir, 'data');
  // The environment of the test run must not reach the system under test.
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(NEXTPANEL_|STORYBOARD_|REDIS_URL$|HOST$|PORT$|LOG_LEVEL$|NODE_OPTIONS$|VITEST|FORCE_COLOR$)/.test(name),
  );
  const ownEnv = { NEXTPANEL_DATA_DIR: dataDir, NEXTPANEL_CWD: dir, NO_COLOR: '1' };
  const startOther: Workplace['startOther'] = (command, args, env = {}) =>
    follow(
      spawn(command, args, {
        cwd: root,
        env: { ...Object.fromEntries(inherited), ...ownEnv, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      }),
    );
  const start: Workplace['start'] = (args, env) => startOther(process.execPath, [cli, ...args], env);
  const processes = () => findProcesses(dir);
  return {
    dir,
    dataDir,
    start,
    startOther,
    run: (args, env) => start(args, env).ended,
    processes,
    async nothingLeft() {
      const deadline = Date.now() + 10_000;
      while ((await processes()).length > 0) {
        if (Date.now() > deadline) throw new Error(`still running: ${(await describe(await processes())).join('\n')}`);
        await sleep(50);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const pid of await processes()) kill(pid);
      await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

/** A port of 127.0.0.1 that is taken while this is open. */
export async function takePort(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

function follow(child: ChildProcess): Started {
  const text = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  let over = false;
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
      for (const look of watchers) look();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      over = true;
      for (const look of watchers) look();
      resolve({ code, signal, ...text });
    });
  });
  return {
    child,
    ended,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text.stdout) ?? pattern.exec(text.stderr);
          if (!match && !over) return;
          watchers.delete(look);
          if (match) resolve(match);
          else reject(new Error(`ended without printing ${pattern}:\n${text.stdout}\n${text.stderr}`));
        };
        watchers.add(look);
        look();
      }),
  };
}

/** Processes with the folder in their environment or command line, or as their working directory (Redis has neither). */
async function findProcesses(dir: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      if (pid === process.pid || (await read(`/proc/${pid}/stat`)).includes(') Z ')) return false;
      const facts = await Promise.all([
        read(`/proc/${pid}/environ`),
        read(`/proc/${pid}/cmdline`),
        readlink(`/proc/${pid}/cwd`).catch(() => ''),
      ]);
      return facts.some((fact) => fact.includes(dir));
    }),
  );
  return pids.filter((_, index) => found[index]);
}

const read = (path: string): Promise<string> => readFile(path, 'latin1').catch(() => '');

const describe = (pids: readonly number[]): Promise<string[]> =>
  Promise.all(pids.map(async (pid) => `${pid} ${(await read(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ')}`));
