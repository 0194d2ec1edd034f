import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askRedis } from './ask-redis.ts';
import { dieWithParent } from './die-with-parent.ts';
import type { RedisBinary } from './find-redis.ts';
import { LocalError, systemCode } from './local-error.ts';
import { replaceWhole } from './lock-file.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';
import { writeServerRecord } from './server-record.ts';

/** How long a server may take to answer after its start. While it reports that it loads its data there is no limit. */
const silentMs = 20_000;
const logLines = 20;
const logBytes = 5 << 20;

/** When Redis calls fsync; see `infra/redis/redis.conf` for why anything but `always` is for tests. */
export type Appendfsync = 'always' | 'everysec' | 'no';

export interface RedisProcessOptions {
  readonly binary: RedisBinary;
  /** Contains the append-only files, `redis.conf`, `redis.log`, and `server.json`, which is removed by the process that stops the server. */
  readonly dir: string;
  readonly port: number;
  readonly password: string;
  readonly appendfsync: Appendfsync;
  readonly log: (line: string) => void;
}

export interface RedisProcess extends ProcessIdentity {
  readonly url: string;
  /** Resolves with the exit code or signal when the process has ended. */
  readonly exited: Promise<string>;
}

/**
 * Starts a server and waits until it answers. It leads its own process group, so that Ctrl-C does not end it before its
 * clients; it ends with this process, however that ends.
 *
 * @throws LocalError `port_taken`, `redis_data_corrupt`, `redis_failed` with the last lines of its log
 */
export async function spawnRedis(options: RedisProcessOptions): Promise<RedisProcess> {
  const { binary, dir, port, password } = options;
  const config = join(dir, 'redis.conf');
  replaceWhole(config, await redisConfig(options));
  const logFile = join(dir, 'redis.log');
  await rotate(logFile);
  await using log = await open(logFile, 'a', 0o600);
  const from = (await log.stat()).size;

  const [command, ...args] = [...dieWithParent(), binary.path, config];
  const child = spawn(command, args, {
    cwd: dir,
    detached: true,
    // Nothing else of our environment: Redis must not see the vendors' keys, and Redis 7 exits at once when LANG names a locale
    // that is not installed.
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...binary.env },
    stdio: ['ignore', log.fd, log.fd],
  });
  child.unref();
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
  }).finally(() => process.off('exit', endWithUs));

  const url = `redis://:${password}@127.0.0.1:${port}`;
  const pid = child.pid ?? 0;
  const server = { pid, startTime: identifyProcess(pid)?.startTime ?? '', url, exited };
  writeServerRecord(dir, server);
  const ended = await untilReady(url, exited, options.log);
  if (ended !== undefined) {
    child.kill('SIGKILL');
    await exited;
    throw startFailure(ended, (await readFile(logFile)).subarray(from).toString(), options);
  }
  return server;
}

/** SIGTERM, on which Redis writes all its data; then SIGKILL if it takes too long, which loses nothing that was fsynced. */
export async function endRedis(redis: ProcessIdentity, graceMs = 10_000): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const deadline = Date.now() + graceMs;
    sendSignal(redis, signal);
    while (isRunning(redis) && Date.now() < deadline) await sleep(20);
    if (!isRunning(redis)) return;
  }
}

function sendSignal(redis: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    if (isRunning(redis)) process.kill(redis.pid, signal);
  } catch (error) {
    // It ended between the check and the signal.
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}

async function redisConfig({ dir, port, password, appendfsync }: RedisProcessOptions): Promise<string> {
  const shared = await readFile(new URL('../../redis/redis.conf', import.meta.url), 'utf8');
  const own = [
    `# --- Added by the launcher (pid ${process.pid}); the last value wins ---`,
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(dir)}`,
    `appendfsync ${appendfsync}`,
    'daemonize no',
    'supervised no',
    'logfile ""',
  ];
  return `${shared}\n${own.join('\n')}\n`;
}

/** Undefined once it answers; otherwise the reason why it never will. */
async function untilReady(
  url: string,
  exited: Promise<string>,
  log: (line: string) => void,
): Promise<string | undefined> {
  const state: { ended?: string } = {};
  void exited.then((how) => {
    state.ended = how;
  });
  let heardAt = Date.now();
  let saidAt = Date.now();
  for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 2, 100)) {
    const answer = await askRedis(url);
    if (state.ended !== undefined) return state.ended;
    if (answer === 'pong') return undefined;
    if (answer === 'loading') heardAt = Date.now();
    if (answer === 'loading' && Date.now() - saidAt > 5_000) {
      saidAt = Date.now();
      log('Redis is still loading its data.');
    }
    if (Date.now() - heardAt > silentMs) return `no answer in ${silentMs / 1000} s`;
    await Promise.race([exited, sleep(pauseMs)]);
  }
}

function startFailure(ended: string, said: string, { binary, dir, port }: RedisProcessOptions): LocalError {
  const tail = said.trimEnd().split('\n').slice(-logLines).join('\n');
  if (/Address already in use/.test(said)) return new LocalError('port_taken', `Port ${port} on 127.0.0.1 is taken.`);
  if (/redis-check-aof|Bad file format reading the append only file|AOF .*(corrupt|wrong)/i.test(said)) {
    const command = repairCommand(binary, dir);
    return new LocalError(
      'redis_data_corrupt',
      `Redis cannot read its data in ${dir}: the append-only file is damaged. Copy the folder, truncate the file at the damage ` +
        `with\n  ${command}\nand start again. Last lines of its log:\n${tail}`,
    );
  }
  return new LocalError(
    'redis_failed',
    `${binary.path} did not start (${ended}). Last lines of ${dir}/redis.log:\n${tail}`,
  );
}

function repairCommand(binary: RedisBinary, dir: string): string {
  // Redis 7 keeps several files and a manifest; 6.2 keeps one file.
  const manifest = join(dir, 'appendonlydir', 'appendonly.aof.manifest');
  const data = existsSync(manifest) ? manifest : join(dir, 'appendonly.aof');
  const name = binary.path.endsWith('valkey-server') ? 'valkey-check-aof' : 'redis-check-aof';
  const beside = join(dirname(binary.path), name);
  const variables = Object.entries(binary.env).map(([key, value]) => `${key}=${quoted(value)}`);
  return [...variables, existsSync(beside) ? quoted(beside) : name, '--fix', quoted(data)].join(' ');
}

/** Quoted for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w/.:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

async function rotate(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > logBytes) await rename(logFile, `${logFile}.old`);
}
