import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess } from '../src/process-identity.ts';

/** Polls until `holds` returns true. The test's own timeout would not say what it was waiting for. */
export async function waitUntil(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(20);
  }
}

export function runs(pid: number | undefined): boolean {
  return pid !== undefined && identifyProcess(pid) !== undefined;
}

/** Sends one inline command to a `redis://:password@host:port` and returns its raw reply. */
export async function redisCommand(url: string, command: string): Promise<string> {
  const { hostname, port, password } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(`AUTH ${password}\r\n${command}\r\nQUIT\r\n`);
  let replies = '';
  for await (const chunk of socket) replies += String(chunk);
  return replies.replace(/^\+OK\r\n/, '').replace(/\+OK\r\n$/, '');
}

export interface NodeProgram {
  readonly child: ChildProcess;
  /** Its output so far, line by line. */
  readonly lines: string[];
  /** The next unread line, parsed as JSON. */
  nextJson<T>(): Promise<T>;
}

/** Runs a module given as text, which may import our sources by URL, in its own Node process. */
export function runModule(text: string, env: Record<string, string | undefined> = {}): NodeProgram {
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let partial = '';
  let taken = 0;
  child.stdout?.on('data', (chunk) => {
    const parts = (partial + String(chunk)).split('\n');
    partial = parts.pop() ?? '';
    lines.push(...parts);
  });
  return {
    child,
    lines,
    async nextJson() {
      await waitUntil('a line of the program', () => lines.length > taken, 60_000);
      taken += 1;
      return JSON.parse(lines[taken - 1] ?? '');
    },
  };
}

export async function endProgram({ child }: NodeProgram, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
