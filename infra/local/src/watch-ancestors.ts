import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isRunning, type ProcessIdentity, readProcStat } from './process-identity.ts';

const pollMs = 500;
const runners = ['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'corepack'];
const runnerScripts = /^(npm|npx|pnpm|pnpx|yarn|corepack)(-cli)?(\.[cm]?js)?$/;
const shells = ['sh', 'dash', 'bash', 'ash', 'zsh'];

export interface Ancestor extends ProcessIdentity {
  readonly ppid: number;
  readonly argv: readonly string[];
}

/**
 * Calls `onGone` once when one of the package runners above us (npm, npx, pnpm and the shells between them) has ended. They
 * cannot pass on a SIGKILL, and a user who kills `npm start` means everything it started. On other systems than Linux only our
 * parent is watched, if a package script started us.
 *
 * @returns a function that stops watching; the watch does not keep the process alive
 */
export function watchAncestors(onGone: (who: string) => void): () => void {
  const watched = process.platform === 'linux' ? wrappersAbove(process.ppid, readAncestor) : [];
  const { ppid } = process;
  const byParent = process.platform !== 'linux' && process.env.npm_lifecycle_event !== undefined;
  if (watched.length === 0 && !byParent) return () => {};
  const timer = setInterval(() => {
    const gone = watched.find((each) => !isRunning(each));
    if (!gone && !(byParent && process.ppid !== ppid)) return;
    clearInterval(timer);
    onGone(gone ? `${gone.argv.join(' ')} (pid ${gone.pid})` : `pid ${ppid}`);
  }, pollMs).unref();
  return () => clearInterval(timer);
}

/**
 * The unbroken chain of package runners and `sh -c` from `pid` upwards, nearest first. Shells above the topmost runner are
 * left out: they belong to the user, who may close them and leave `npm start &` running.
 */
export function wrappersAbove(pid: number, look: (pid: number) => Ancestor | undefined): Ancestor[] {
  const line: Ancestor[] = [];
  for (let next = look(pid); next && (isRunner(next.argv) || isShellCommand(next.argv)); next = look(next.ppid)) {
    line.push(next);
  }
  return line.slice(0, line.findLastIndex((each) => isRunner(each.argv)) + 1);
}

function isRunner([program = '', ...args]: readonly string[]): boolean {
  // npm overwrites its command line with its title: `npm run up` as one word.
  const [title = ''] = program.split(' ');
  if (runners.includes(title) || runners.includes(basename(program))) return true;
  const script = args.find((argument) => !argument.startsWith('-')) ?? '';
  return /^node(js)?$/.test(basename(program)) && runnerScripts.test(basename(script));
}

function isShellCommand([program = '', flags = '']: readonly string[]): boolean {
  return shells.includes(basename(program)) && /^-[a-z]*c$/.test(flags);
}

function readAncestor(pid: number): Ancestor | undefined {
  const stat = readProcStat(pid);
  if (!stat) return undefined;
  try {
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    return { pid, ...stat, argv };
  } catch {
    return undefined;
  }
}
