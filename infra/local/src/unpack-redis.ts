import { execFile } from 'node:child_process';
import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unpackAside } from './unpack-aside.ts';

/** How long one apt-get or dpkg may take: refreshing the package lists of a big distribution over a slow line. */
const commandMs = 180_000;

export interface UnpackOptions {
  /** The user's cache folder, e.g. `~/.cache`. */
  readonly cacheDir: string;
  /** The PATH on which apt-get and dpkg are found. */
  readonly path: string;
  readonly log: (line: string) => void;
  /** Whether the server unpacked under `root` starts on this machine. */
  readonly runs: (root: string) => Promise<boolean>;
}

/**
 * Debian's (or Ubuntu's) redis-server with the libraries the machine lacks, unpacked into
 * `<cacheDir>/nextpanel/redis-<arch>` as an ordinary user; nothing is installed. A copy from an earlier run is reused.
 *
 * @returns the folder
 * @throws Error with the last lines of apt-get or dpkg
 */
export async function unpackRedis(options: UnpackOptions): Promise<string> {
  const home = join(options.cacheDir, 'nextpanel');
  await mkdir(home, { recursive: true });
  const architecture = (await command(options.path, 'dpkg', ['--print-architecture'], home)).trim();
  const root = join(home, `redis-${architecture}`);
  if (await options.runs(root)) return root;

  options.log(`No Redis server is installed: unpacking the distribution's own into ${root} (nothing is installed).`);
  await unpackAside({
    root,
    runs: options.runs,
    async unpack(unpacked, aside) {
      for (const deb of await download(aside, options))
        await command(options.path, 'dpkg', ['-x', deb, unpacked], aside);
    },
  });
  return root;
}

/** The server in a folder of `unpackRedis` and the environment it needs; undefined if there is none. */
export async function privateRedis(root: string): Promise<{ path: string; env: Record<string, string> } | undefined> {
  const path = join(root, 'usr', 'bin', 'redis-server');
  try {
    await access(path);
  } catch {
    return undefined;
  }
  // Debian's multiarch folders: usr/lib/x86_64-linux-gnu, before usrmerge also lib/x86_64-linux-gnu.
  const dirs = await Promise.all(
    [join(root, 'usr', 'lib'), join(root, 'lib')].map(async (lib) => {
      const names = await readdir(lib).catch(() => []);
      return names.filter((name) => name.includes('-linux-')).map((name) => join(lib, name));
    }),
  );
  return { path, env: { LD_LIBRARY_PATH: dirs.flat().join(':') } };
}

/** The missing packages as .deb files in `aside`, found with the machine's package lists or, if that fails, with fresh ones. */
async function download(aside: string, { path, log }: UnpackOptions): Promise<string[]> {
  const debs = join(aside, 'debs');
  await mkdir(debs);
  // As root, apt would work as the user _apt, who cannot enter our folder.
  const usual = ['-o', 'APT::Sandbox::User=root'];
  try {
    return await downloadWith(usual);
  } catch {
    log('The package lists of this machine are missing or stale: fetching fresh ones.');
  }
  const own = join(aside, 'apt.conf');
  await mkdir(join(aside, 'lists', 'partial'), { recursive: true });
  await mkdir(join(aside, 'cache', 'archives', 'partial'), { recursive: true });
  await writeFile(
    own,
    [
      `Dir::State::lists "${join(aside, 'lists')}";`,
      `Dir::Cache "${join(aside, 'cache')}";`,
      'Acquire::Languages "none";',
      // The machine's hooks clean the machine's folders, not ours.
      '#clear APT::Update::Pre-Invoke;',
      '#clear APT::Update::Post-Invoke;',
      '#clear APT::Update::Post-Invoke-Success;',
    ].join('\n'),
  );
  const privately = [...usual, '-c', own];
  await command(path, 'apt-get', [...privately, '-q', 'update'], aside);
  return downloadWith(privately);

  async function downloadWith(options: string[]): Promise<string[]> {
    const simulate = [
      ...options,
      '-o',
      'Debug::NoLocking=1',
      '-s',
      '--no-install-recommends',
      'install',
      'redis-server',
    ];
    const packages = missingPackages(await command(path, 'apt-get', simulate, debs));
    await command(path, 'apt-get', [...options, '-q', 'download', ...packages], debs);
    return (await readdir(debs)).filter((name) => name.endsWith('.deb')).map((name) => join(debs, name));
  }
}

/**
 * From a simulated `apt-get install redis-server`: the server (redis-server is a link into redis-tools) and each library
 * that the machine lacks. A line `Inst name [old] (new …)` is an upgrade and is ignored: another libc than the loader's would
 * crash.
 */
export function missingPackages(simulation: string): string[] {
  const missing = [...simulation.matchAll(/^Inst (\S+) \(/gm)].map((match) => match[1] ?? '');
  return [...new Set(['redis-server', 'redis-tools', ...missing.filter((name) => name.startsWith('lib'))])];
}

async function command(path: string, name: string, args: string[], cwd: string): Promise<string> {
  try {
    const env = { ...process.env, PATH: path, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
    return (await promisify(execFile)(name, args, { cwd, env, timeout: commandMs, maxBuffer: 64 << 20 })).stdout;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    const words = said.split('\n').slice(-3).join(' ') || (error instanceof Error ? error.message : String(error));
    throw new Error(`${name} ${args.at(-1)}: ${words}`, { cause: error });
  }
}
