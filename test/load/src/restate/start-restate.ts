import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@nextpanel/harness';

export interface RestateServer extends AsyncDisposable {
  readonly pid: number;
  readonly ingressUrl: string;
  readonly adminUrl: string;
}

/** Why there is no Restate server to compare with on this machine; the rest of the benchmark does not need it. */
export class RestateMissing extends Error {
  override readonly name = 'RestateMissing';
}

/** The folder whose `package.json` pins the server. It has 80 MB packed, so it is not installed with the workspace. */
const home = new URL('../../restate/', import.meta.url);

const startMs = 60_000;

/**
 * Installs the server's binary from the package registry, if it is not there yet, and answers with its path.
 * Throws RestateMissing.
 */
export async function installRestate(): Promise<string> {
  const name = `@restatedev/restate-server-${process.platform}-${process.arch}`;
  const pinned = JSON.parse(await readFile(new URL('package.json', home), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  if (!(name in pinned.optionalDependencies)) throw new RestateMissing(`it has no server package ${name}`);
  try {
    const install = ['-y', 'pnpm@12.21.0', 'install', '--ignore-workspace', '--frozen-lockfile'];
    await promisify(execFile)('npx', install, { cwd: home });
    const resolve = createRequire(new URL('package.json', home)).resolve;
    return join(resolve(`${name}/package.json`), '..', 'bin', 'restate-server');
  } catch (cause) {
    throw new RestateMissing('its server could not be installed', { cause });
  }
}

/**
 * Starts a Restate server on a folder of its own, which is removed at the end. It listens on 127.0.0.1 only, with telemetry
 * and web interface off; everything else is as it comes. `fsync` decides whether its log is forced to the disk (its default).
 */
export async function startRestate(binary: string, fsync: boolean): Promise<RestateServer> {
  await using opened = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'nextpanel-restate-'));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  const [fabric, ingress, admin] = [await freePort(), await freePort(), await freePort()];
  const config = join(directory, 'restate.toml');
  await writeFile(config, configuration({ directory, fabric, ingress, admin, fsync }));
  // At its start the server asks GitHub for its newest release, and no setting stops that. So it gets a hosts file of its own,
  // in a mount namespace, that leads this question to 127.0.0.1, where nobody answers.
  const hosts = join(directory, 'hosts');
  await writeFile(hosts, '127.0.0.1 localhost api.github.com\n');
  const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
  const command = ['--user', '--map-root-user', '--mount', 'sh', '-c', script, hosts, binary, '--config-file', config];
  const child = spawn('unshare', command, {
    env: { PATH: process.env.PATH, DO_NOT_TRACK: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  opened.defer(() => endProcess(child));
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  opened.defer(async () => void process.off('exit', endWithUs));
  let log = '';
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', (text) => (log += text));
  const server = {
    pid: child.pid ?? 0,
    ingressUrl: `http://127.0.0.1:${ingress}`,
    adminUrl: `http://127.0.0.1:${admin}`,
  };
  const deadline = Date.now() + startMs;
  while (!((await answers(`${server.adminUrl}/health`)) && (await answers(`${server.ingressUrl}/restate/health`)))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new RestateMissing(`its server did not start:\n${log}`);
    await wait(100);
  }
  const owned = opened.move();
  return { ...server, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

interface Settings {
  readonly directory: string;
  /** Ports: of the server's own traffic, for requests, for administration. */
  readonly fabric: number;
  readonly ingress: number;
  readonly admin: number;
  readonly fsync: boolean;
}

const configuration = ({ directory, fabric, ingress, admin, fsync }: Settings): string => `
node-name = "bench"
cluster-name = "bench"
base-dir = ${JSON.stringify(join(directory, 'data'))}
listen-mode = "tcp"
bind-ip = "127.0.0.1"
bind-port = ${fabric}
advertised-host = "127.0.0.1"
disable-telemetry = true
log-filter = "error"
log-disable-ansi-codes = true

[ingress]
bind-port = ${ingress}

[admin]
bind-port = ${admin}
disable-web-ui = true

[bifrost.local]
rocksdb-disable-wal-fsync = ${!fsync}

[log-server]
rocksdb-disable-wal-fsync = ${!fsync}
`;

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
