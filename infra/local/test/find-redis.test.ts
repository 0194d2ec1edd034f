import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRedis, isTooOld, serverVersion } from '../src/find-redis.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'nextpanel-find-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the version of a server', () => {
  test.each([
    ['Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=d81b8ff71cfb150e', '7.0.15'],
    ['Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=9e6c', '8.0.1'],
    ['redis-cli 7.0.15', undefined],
  ])('%s', (text, version) => {
    expect(serverVersion(text)).toBe(version);
  });

  test.each([
    ['5.0.14', true],
    ['6.0.16', true],
    ['6.2.0', false],
    ['7.0.15', false],
    ['10.0.0', false],
  ])('%s is too old: %s', (version, old) => {
    expect(isTooOld(version)).toBe(old);
  });
});

describe('the chosen server', () => {
  const only = (env: Record<string, string>) => findRedis({ env: { PATH: dir, ...env }, otherDirs: [] });

  test('is the one NEXTPANEL_REDIS_SERVER names, before those on PATH', async () => {
    fakeServer('redis-server', 'Redis server v=7.2.0');
    const named = fakeServer('mine', 'Valkey server v=8.1.0');
    expect(await only({ NEXTPANEL_REDIS_SERVER: named })).toMatchObject({ path: named, version: '8.1.0' });
  });

  test('is not another one when the one that NEXTPANEL_REDIS_SERVER names does not run', async () => {
    fakeServer('redis-server', 'Redis server v=7.2.0');
    const named = only({ NEXTPANEL_REDIS_SERVER: join(dir, 'nothing') });
    await expect(named).rejects.toMatchObject({
      code: 'redis_missing',
      message: expect.stringContaining('NEXTPANEL_REDIS_SERVER'),
    });
  });

  test('is a newer Valkey when the Redis on PATH is too old', async () => {
    fakeServer('redis-server', 'Redis server v=6.0.16');
    const valkey = fakeServer('valkey-server', 'Valkey server v=8.0.1');
    expect(await only({})).toMatchObject({ path: valkey });
  });

  test('is none when all are too old, and the error names it', async () => {
    const old = fakeServer('redis-server', 'Redis server v=6.0.16');
    await expect(only({})).rejects.toMatchObject({
      code: 'redis_too_old',
      message: expect.stringContaining(`${old} is version 6.0.16`),
    });
    await expect(only({ NEXTPANEL_REDIS_SERVER: old })).rejects.toMatchObject({ code: 'redis_too_old' });
  });

  test('is none when there is none, and the error says how to get one', async () => {
    await expect(only({})).rejects.toMatchObject({
      code: 'redis_missing',
      message: expect.stringMatching(/apt-get install redis-server.*brew install redis.*REDIS_URL/),
    });
  });
});

function fakeServer(name: string, says: string): string {
  const path = join(dir, name);
  writeFileSync(path, `#!/bin/sh\necho "${says}"\n`);
  chmodSync(path, 0o755);
  return path;
}
