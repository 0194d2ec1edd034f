import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { askLoading, type RedisLoading } from '../src/ask-redis.ts';
import { dieWithParent } from '../src/die-with-parent.ts';
import { findRedis } from '../src/find-redis.ts';
import { freePort } from '../src/ports.ts';

// cspell:ignore dbfilename
test('a real server says how far it is with reading its data, and that it is done', async () => {
  await using parts = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'nextpanel-loading-'));
  parts.defer(() => rm(dir, { recursive: true, force: true }));
  const binary = await findRedis({ log: () => undefined });
  const port = await freePort();
  const start = (more: readonly string[]) => {
    const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--dbfilename', 'x.rdb'];
    const [command = '', ...args] = [...dieWithParent(), binary.path, ...options, ...more];
    const child = spawn(command, args, {
      env: { PATH: process.env.PATH, LC_ALL: 'C', ...binary.env },
      stdio: 'ignore',
    });
    const exited = once(child, 'exit');
    return async () => {
      child.kill('SIGKILL');
      await exited;
    };
  };
  const end = start([]);
  const redis = new Redis(port).on('error', () => undefined);
  for (let n = 0; n < 2_000; n += 1) await redis.set(`key-${n}`, 'x'.repeat(200));
  await redis.save();
  redis.disconnect();
  await end();

  // Each key takes a millisecond, and others are answered every kilobyte.
  parts.defer(start(['--key-load-delay', '1000', '--loading-process-events-interval-bytes', '1024']));
  const url = `redis://127.0.0.1:${port}`;
  const read: RedisLoading[] = [];
  await expect
    .poll(
      async () => {
        const loading = await askLoading(url);
        if (loading !== null) read.push(loading);
        return loading === null && read.length > 0;
      },
      { timeout: 30_000, interval: 50 },
    )
    .toBe(true);
  for (const { percent, secondsLeft } of read) {
    expect(percent).toBeLessThanOrEqual(100);
    expect(secondsLeft).toBeGreaterThanOrEqual(0);
  }
  expect(await askLoading('redis://127.0.0.1:1')).toBeNull();
});
