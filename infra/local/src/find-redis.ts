import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LocalError } from './local-error.ts';
import { privateRedis, unpackRedis } from './unpack-redis.ts';

/** Server binaries that work, best known first. */
const serverNames = ['redis-server', 'valkey-server'];
/** Folders with servers that a login shell finds but the PATH of a desktop or daemon lacks. */
const usualDirs = ['/opt/homebrew/bin', '/usr/local/bin', '/usr/sbin'];
/** BullMQ 6 runs on less, but warns below 6.2 (`recommendedMinimumVersion` of its RedisConnection). */
const oldestVersion = [6, 2] as const;

export interface RedisBinary {
  readonly path: string;
  /** As reported by the server: `7.0.15`. */
  readonly version: string;
  /** Environment it needs to start: where its private libraries are. */
  readonly env: Readonly<Record<string, string>>;
}

export interface FindRedisOptions {
  /** Read for NEXTPANEL_REDIS_SERVER, PATH, XDG_CACHE_HOME and HOME. Default: process.env. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Searched after PATH. Default: where Homebrew, source builds and Debian put servers. */
  readonly otherDirs?: readonly string[];
  readonly log?: (line: string) => void;
}

/**
 * Finds a Redis or Valkey server: the one that NEXTPANEL_REDIS_SERVER names, one on PATH, or on Debian and Ubuntu the
 * distribution's own, unpacked into the user's cache folder without installing anything.
 *
 * @throws LocalError `redis_missing`, `redis_too_old`
 */
export async function findRedis(options: FindRedisOptions = {}): Promise<RedisBinary> {
  const env = options.env ?? process.env;
  const log = options.log ?? (() => {});

  const named = env.NEXTPANEL_REDIS_SERVER;
  if (named) {
    const binary = await inspect(named);
    if (!binary) {
      const advice = 'Correct the path, or unset it to search for a server.';
      throw new LocalError('redis_missing', `NEXTPANEL_REDIS_SERVER names ${named}, which does not run. ${advice}`);
    }
    return refuseOld(binary);
  }

  const old: RedisBinary[] = [];
  for (const path of await candidates(env.PATH ?? '', options.otherDirs ?? usualDirs)) {
    const binary = await inspect(path);
    if (binary && !isTooOld(binary.version)) return binary;
    if (binary) old.push(binary);
  }

  const unpacked = await unpackIfPossible(env, log);
  if (unpacked.binary && !isTooOld(unpacked.binary.version)) return unpacked.binary;
  const [oldest] = [...old, ...(unpacked.binary ? [unpacked.binary] : [])];
  if (oldest) return refuseOld(oldest);

  const tried = unpacked.failure === undefined ? '' : ` Unpacking the distribution's own failed: ${unpacked.failure}`;
  throw new LocalError(
    'redis_missing',
    'No Redis server was found. Install one (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis), ' +
      `point NEXTPANEL_REDIS_SERVER at one (/path/to/redis-server), or use a running one with REDIS_URL.${tried}`,
  );
}

/** Runs the binary to get its version; undefined if it does not run. */
async function inspect(path: string, env: RedisBinary['env'] = {}): Promise<RedisBinary | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], {
      // Redis 7 exits at once when LANG names a locale that is not installed.
      env: { PATH: process.env.PATH, LC_ALL: 'C', ...env },
      timeout: 10_000,
    });
    const version = serverVersion(stdout);
    return version === undefined ? undefined : { path, version, env };
  } catch {
    return undefined;
  }
}

/** `Redis server v=7.0.15 sha=…` and `Valkey server v=8.0.1 …` → the number. */
export function serverVersion(text: string): string | undefined {
  return /\bserver v=(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

export function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1]);
}

function refuseOld(binary: RedisBinary): RedisBinary {
  if (!isTooOld(binary.version)) return binary;
  throw new LocalError(
    'redis_too_old',
    `${binary.path} is version ${binary.version}; ${oldestVersion.join('.')} or newer is needed. Install a newer Redis or ` +
      'Valkey (packages: https://redis.io/docs/latest/operate/oss_and_stack/install/), point NEXTPANEL_REDIS_SERVER at one, ' +
      'or use a running one with REDIS_URL.',
  );
}

async function candidates(path: string, otherDirs: readonly string[]): Promise<string[]> {
  const dirs = [...new Set([...path.split(delimiter).filter(Boolean), ...otherDirs])];
  const paths = serverNames.flatMap((name) => dirs.map((dir) => join(dir, name)));
  const present = await Promise.all(paths.map(isExecutable));
  return paths.filter((_, index) => present[index]);
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function unpackIfPossible(
  env: NonNullable<FindRedisOptions['env']>,
  log: (line: string) => void,
): Promise<{ binary?: RedisBinary; failure?: string }> {
  const cacheDir = env.XDG_CACHE_HOME || (env.HOME && join(env.HOME, '.cache'));
  const path = env.PATH ?? '';
  const tools = await Promise.all(
    ['apt-get', 'dpkg'].map(async (tool) =>
      (await Promise.all(path.split(delimiter).map((dir) => isExecutable(join(dir, tool))))).some(Boolean),
    ),
  );
  if (!cacheDir || !tools.every(Boolean)) return {};
  try {
    const runs = async (root: string) => {
      const found = await privateRedis(root);
      return found && inspect(found.path, found.env);
    };
    const root = await unpackRedis({ cacheDir, path, log, runs: async (dir) => (await runs(dir)) !== undefined });
    const binary = await runs(root);
    return binary ? { binary } : { failure: `${root} contains no server that starts.` };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
