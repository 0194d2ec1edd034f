import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRedis } from '../src/find-redis.ts';
import { startRedis } from '../src/start-redis.ts';
import { endProgram, redisCommand, runModule, waitUntil } from './testing.ts';

const hasApt = ['apt-get', 'dpkg'].every((tool) => spawnSync(tool, ['--version']).status === 0);

describe.runIf(hasApt)('on Debian and Ubuntu, with no server on PATH', () => {
  let scratch: string;
  let env: Record<string, string | undefined>;
  let said: string[];
  const find = () => findRedis({ env, otherDirs: [], log: (line) => said.push(line) });
  const cached = () => readdirSync(join(scratch, 'cache', 'nextpanel'));

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'nextpanel unpack-'));
    said = [];
    env = { HOME: scratch, XDG_CACHE_HOME: join(scratch, 'cache'), PATH: pathWithoutServers(join(scratch, 'bin')) };
  });
  afterEach(() => {
    rmSync(scratch, { recursive: true, force: true });
    delete process.env.APT_CONFIG;
  });

  test("the distribution's own is unpacked into the user's cache, runs, and is reused the next time", async () => {
    const redis = await startRedis({
      dataDir: join(scratch, 'data'),
      env: { ...env, NEXTPANEL_REDIS_SERVER: (await wrapped()).path },
    });
    try {
      expect(await redisCommand(redis.url, 'PING')).toBe('+PONG\r\n');
    } finally {
      await redis.stop();
    }
    expect(said).toHaveLength(1);
    expect(cached()).toEqual([expect.stringMatching(/^redis-/)]);
    await find();
    expect(said).toHaveLength(1);
  });

  test('missing package lists of the machine are replaced by fresh ones', async () => {
    mkdirSync(join(scratch, 'no-lists', 'partial'), { recursive: true });
    writeFileSync(join(scratch, 'apt.conf'), `Dir::State::lists "${join(scratch, 'no-lists')}";\n`);
    process.env.APT_CONFIG = join(scratch, 'apt.conf');
    expect((await find()).path).toContain(scratch);
    expect(said.join()).toContain('missing or stale');
    expect(readdirSync(join(scratch, 'no-lists'))).toEqual(['partial']);
  });

  test('two at once, one killed halfway and the remains of an old one leave one complete copy', async () => {
    const old = join(scratch, 'cache', 'nextpanel', '.unpack-old');
    mkdirSync(old, { recursive: true });
    utimesSync(old, 0, 0);
    const source = `import { findRedis } from ${JSON.stringify(import.meta.resolve('../src/find-redis.ts'))};
      await findRedis({ env: ${JSON.stringify(env)}, otherDirs: [] });`;
    const killed = runModule(source);
    try {
      await waitUntil('an unpacking under way', () => cached().some((name) => name !== '.unpack-old'));
    } finally {
      await endProgram(killed);
    }
    const [remains] = cached();
    const found = await Promise.all([find(), find(), find()]);
    expect(new Set(found.map(({ path }) => path)).size).toBe(1);
    expect(cached().sort()).toEqual([remains, expect.stringMatching(/^redis-/)]);
  });

  test('a copy that does not run here is replaced', async () => {
    const { path } = await find();
    rmSync(path);
    expect((await find()).version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(cached()).toHaveLength(1);
  });

  test('an unreachable archive is reported together with the alternatives', async () => {
    mkdirSync(join(scratch, 'etc'));
    writeFileSync(join(scratch, 'etc', 'sources.list'), 'deb [trusted=yes] http://127.0.0.1:9/debian stable main\n');
    const conf = [`Dir::Etc "${join(scratch, 'etc')}";`, 'Dir::Etc::sourceparts "-";', 'Acquire::Retries "0";'];
    mkdirSync(join(scratch, 'no-lists', 'partial'), { recursive: true });
    writeFileSync(join(scratch, 'apt.conf'), [...conf, `Dir::State::lists "${join(scratch, 'no-lists')}";`].join('\n'));
    process.env.APT_CONFIG = join(scratch, 'apt.conf');
    await expect(find()).rejects.toMatchObject({
      code: 'redis_missing',
      message: expect.stringMatching(/REDIS_URL.*Unpacking .* failed: apt-get/s),
    });
    expect(cached()).toEqual([]);
  });

  /** The private server behind a script, so that it is used whatever else is installed. */
  async function wrapped(): Promise<{ path: string }> {
    const binary = await find();
    const path = join(scratch, 'server');
    const variables = Object.entries(binary.env).map(([name, value]) => `export ${name}='${value}'\n`);
    writeFileSync(path, `#!/bin/sh\n${variables.join('')}exec '${binary.path}' "$@"\n`, { mode: 0o755 });
    return { path };
  }
});

/** All commands of this machine except Redis and Valkey servers. */
function pathWithoutServers(bin: string): string {
  mkdirSync(bin);
  for (const dir of (process.env.PATH ?? '')
    .split(delimiter)
    .filter((each) => each.startsWith('/'))
    .toReversed()) {
    for (const name of list(dir)) {
      if (/^(redis|valkey)-server$/.test(name)) continue;
      rmSync(join(bin, name), { force: true });
      symlinkSync(join(dir, name), join(bin, name));
    }
  }
  return bin;
}

function list(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
