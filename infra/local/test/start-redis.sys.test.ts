import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dieWithParent } from '../src/die-with-parent.ts';
import { findRedis } from '../src/find-redis.ts';
import type { RunningRedis } from '../src/keep-redis.ts';
import { LocalError } from '../src/local-error.ts';
import { startRedis } from '../src/start-redis.ts';
import { endProgram, type NodeProgram, redisCommand, runModule, runs, waitUntil } from './testing.ts';

let dataDir: string;
let started: RunningRedis[];
let programs: NodeProgram[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'nextpanel start-'));
  started = [];
  programs = [];
});

afterEach(async () => {
  for (const program of programs) await endProgram(program, 'SIGTERM');
  for (const redis of started) await redis.stop();
  const left = serverPid();
  if (left !== undefined && runs(left)) process.kill(left, 'SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
  if (left !== undefined) throw new Error(`left behind: a record of server ${left}`);
});

test('data survives a stop, and a kill and restart of the server', async () => {
  const first = await start();
  expect(await redisCommand(first.url, 'SET story drawn')).toBe('+OK\r\n');
  const { pid } = first;
  await first.stop();
  expect(runs(pid)).toBe(false);

  const lines: string[] = [];
  const second = await start({ log: (line) => lines.push(line) });
  expect(await redisCommand(second.url, 'GET story')).toBe('$5\r\ndrawn\r\n');
  await redisCommand(second.url, 'SET panel kept');
  const killed = second.pid;
  process.kill(killed, 'SIGKILL');
  await waitUntil('another server', () => second.pid !== killed);
  expect(await redisCommand(second.url, 'GET panel')).toBe('$4\r\nkept\r\n');
  expect(serverPid()).toBe(second.pid);
  expect(lines.join('\n')).toMatch(/ended unexpectedly: SIGKILL.*up again/s);
});

test('the server fsyncs each write, evicts nothing, listens on loopback only and keeps its password secret', async () => {
  const redis = await start();
  expect(await redisCommand(redis.url, 'CONFIG GET appendfsync')).toContain('always');
  expect(await redisCommand(redis.url, 'CONFIG GET appendonly')).toContain('yes');
  expect(await redisCommand(redis.url, 'CONFIG GET maxmemory-policy')).toContain('noeviction');
  expect(await redisCommand(redis.url, 'CONFIG GET bind')).toContain('127.0.0.1');
  const { password } = new URL(redis.url);
  expect(await redisCommand(redis.url.replace(password, 'wrong'), 'PING')).toContain('NOAUTH');
  const commandLine = execFileSync('ps', ['-o', 'args=', '-p', String(redis.pid)], { encoding: 'utf8' });
  expect(commandLine).toContain('redis');
  expect(commandLine).not.toContain(password);
  for (const secret of ['redis.conf', 'server.json']) {
    expect(statSync(join(dataDir, 'redis', secret)).mode & 0o777).toBe(0o600);
  }
});

test('a second start on the same folder shares the server, and its stop does nothing', async () => {
  const owner = await start();
  const guest = await start();
  expect([guest.url, guest.pid, guest.owned, owner.owned]).toEqual([owner.url, owner.pid, false, true]);
  await guest.stop();
  expect(await redisCommand(owner.url, 'PING')).toBe('+PONG\r\n');
});

test('of launchers that start together, one runs the server and the others share it', async () => {
  const launchers = [launch(), launch(), launch()];
  const answers = await Promise.all(launchers.map((each) => each.nextJson<{ url: string; owned: boolean }>()));
  expect(new Set(answers.map(({ url }) => url)).size).toBe(1);
  expect(answers.filter(({ owned }) => owned)).toHaveLength(1);
});

test.runIf(dieWithParent().length > 0)(
  'the server ends with a launcher that is killed, and the next one has its data',
  async () => {
    const launcher = launch();
    const { url, pid } = await launcher.nextJson<{ url: string; pid: number }>();
    await redisCommand(url, 'SET story drawn');
    await endProgram(launcher, 'SIGKILL');
    await waitUntil('the end of the server', () => !runs(pid));
    const next = await start();
    expect(next.owned).toBe(true);
    expect(await redisCommand(next.url, 'GET story')).toBe('$5\r\ndrawn\r\n');
  },
);

test('a server that outlived its launcher is stopped before another is started on its files', async () => {
  // Without setpriv on PATH, as on macOS, nothing ends the server when its launcher is killed.
  const binary = await findRedis();
  const server = join(dataDir, 'redis-server');
  const variables = Object.entries(binary.env).map(([name, value]) => `${name}='${value}' `);
  writeFileSync(server, `#!/bin/sh\n${variables.join('')}exec '${binary.path}' "$@"\n`);
  chmodSync(server, 0o755);
  const launcher = launch({ PATH: join(dataDir, 'empty'), NEXTPANEL_REDIS_SERVER: server });
  const orphan = await launcher.nextJson<{ pid: number }>();
  await endProgram(launcher, 'SIGKILL');
  expect(runs(orphan.pid)).toBe(true);

  const next = await start();
  expect(next.owned).toBe(true);
  expect(runs(orphan.pid)).toBe(false);
});

test('a launcher that exits without a stop ends the server', async () => {
  const launcher = launch({}, 'process.exit(1)');
  const { pid } = await launcher.nextJson<{ pid: number }>();
  await waitUntil('the end of the server', () => !runs(pid));
  expect((await start()).owned).toBe(true);
});

test('a LANG whose locale is not installed does not prevent a start', async () => {
  const launcher = launch({ LANG: 'xx_YY.UTF-8', LC_ALL: 'xx_YY.UTF-8' });
  const { url } = await launcher.nextJson<{ url: string }>();
  expect(await redisCommand(url, 'PING')).toBe('+PONG\r\n');
});

test('without restarts an exit is reported once, and no record says that the server runs', async () => {
  const failures: LocalError[] = [];
  const redis = await start({ restart: false, onFailed: (error) => failures.push(error) });
  process.kill(redis.pid, 'SIGKILL');
  await waitUntil('the report', () => failures.length > 0);
  expect(failures.map(({ code }) => code)).toEqual(['redis_failed']);
  expect(serverPid()).toBeUndefined();
});

test('a damaged append-only file is reported with the command that repairs it, and that command works', async () => {
  const before = await start();
  await redisCommand(before.url, 'SET story drawn');
  await before.stop();
  const files = join(dataDir, 'redis', 'appendonlydir');
  const incremental = readdirSync(files).find((name) => name.endsWith('.incr.aof')) ?? '';
  const good = readFileSync(join(files, incremental), 'utf8');
  writeFileSync(join(files, incremental), `${good}damage\r\n${good}`);

  const failure = await start().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LocalError);
  const { code, message } = failure as LocalError;
  expect(code).toBe('redis_data_corrupt');
  const repair = /^ {2}(.*redis-check-aof .*)$/m.exec(message)?.[1] ?? 'no command';
  execFileSync('sh', ['-c', `yes | ${repair}`]);
  const after = await start();
  expect(await redisCommand(after.url, 'GET story')).toBe('$5\r\ndrawn\r\n');
});

test('a server that exits at once is reported with its last lines', async () => {
  const binary = join(dataDir, 'redis-server');
  const script =
    'case "$1" in --version) echo "Redis server v=7.0.0 sha=0";; *) echo "cannot do it" >&2; exit 3;; esac';
  writeFileSync(binary, `#!/bin/sh\n${script}\n`);
  chmodSync(binary, 0o755);
  const failing = start({ env: { ...process.env, NEXTPANEL_REDIS_SERVER: binary } });
  await expect(failing).rejects.toMatchObject({
    code: 'redis_failed',
    message: expect.stringMatching(/exit code 3.*cannot do it/s),
  });
});

test('an unusable data folder is reported with what to do', async () => {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'redis'), 'a file');
  await expect(start()).rejects.toMatchObject({
    code: 'data_dir_unwritable',
    message: expect.stringContaining('NEXTPANEL_DATA_DIR'),
  });
});

async function start(options: Partial<Parameters<typeof startRedis>[0]> = {}): Promise<RunningRedis> {
  const redis = await startRedis({ dataDir, ...options });
  started.push(redis);
  return redis;
}

/** A launcher in its own process: prints what it started, stops it on SIGTERM. */
function launch(env: Record<string, string> = {}, then = ''): NodeProgram {
  const program = runModule(
    `import { startRedis } from ${JSON.stringify(import.meta.resolve('../src/start-redis.ts'))};
     const redis = await startRedis({ dataDir: ${JSON.stringify(dataDir)} });
     const alive = setInterval(() => {}, 1000);
     process.on('SIGTERM', async () => { await redis.stop(); clearInterval(alive); });
     console.log(JSON.stringify({ url: redis.url, pid: redis.pid, owned: redis.owned }));
     ${then}`,
    env,
  );
  programs.push(program);
  return program;
}

function serverPid(): number | undefined {
  const file = join(dataDir, 'redis', 'server.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).pid : undefined;
}
