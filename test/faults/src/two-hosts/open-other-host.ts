import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A second host on this machine: a network namespace of its own, with one cable to this one. */
export interface OtherHost extends AsyncDisposable {
  /** The address of this host there. */
  readonly address: string;
  /** A command that runs what follows it on the other host. */
  readonly there: readonly string[];
  /** While off, no packet passes between the hosts, and neither of them sees an error. */
  connect(on: boolean): Promise<void>;
}

const [here, there, bits] = ['10.213.7.1', '10.213.7.2', 30] as const;
const cable = { here: 'to-there', there: 'to-here' } as const;

/** Call it in a network namespace of your own: `unshare --user --map-root-user --net`. */
export async function openOtherHost(): Promise<OtherHost> {
  await run('ip', ['link', 'set', 'lo', 'up']);
  // It ends when its input does, also when this process is killed.
  const host = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up && echo up && exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(host.stdout, 'data');
  const enter = ['nsenter', `--net=/proc/${host.pid}/ns/net`] as const;
  const ipThere = (...args: string[]) => run(enter[0], [enter[1], 'ip', ...args]);
  await run('ip', ['link', 'add', cable.here, 'type', 'veth', 'peer', 'name', cable.there, 'netns', String(host.pid)]);
  await run('ip', ['address', 'add', `${here}/${bits}`, 'dev', cable.here]);
  await ipThere('address', 'add', `${there}/${bits}`, 'dev', cable.there);
  await run('ip', ['link', 'set', cable.here, 'up']);
  await ipThere('link', 'set', cable.there, 'up');
  return {
    address: here,
    there: enter,
    connect: async (on) => void (await run('ip', ['link', 'set', cable.here, on ? 'up' : 'down'])),
    async [Symbol.asyncDispose]() {
      const ended = once(host, 'exit');
      host.stdin.end();
      await ended;
    },
  };
}
