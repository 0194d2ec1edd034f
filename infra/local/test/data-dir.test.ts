import { spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataDir, prepareDataDir } from '../src/data-dir.ts';

let scratch: string;
beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'nextpanel-data-')));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

test('the folder is made with its parents, private to its owner, and the write test leaves nothing in it', async () => {
  const dir = join(scratch, 'a', 'data');
  expect(await prepareDataDir(dir)).toBe(dir);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  expect(readdirSync(dir)).toEqual([]);
});

test('one folder has one name, through whichever link it is reached', async () => {
  symlinkSync(scratch, join(scratch, 'link'));
  expect(await prepareDataDir(join(scratch, 'link', 'data'))).toBe(join(scratch, 'data'));
});

test('a file in its place is reported, with the variable that names another folder', async () => {
  writeFileSync(join(scratch, 'data'), '');
  for (const path of [join(scratch, 'data'), join(scratch, 'data', 'below')]) {
    await expect(prepareDataDir(path)).rejects.toMatchObject({
      code: 'data_dir_unwritable',
      exitCode: 5,
      message: expect.stringMatching(/there is a file.*NEXTPANEL_DATA_DIR/),
    });
  }
});

test.runIf(process.platform === 'linux')('a place where no folder can be made is reported at once', async () => {
  await expect(prepareDataDir('/proc/nextpanel/data')).rejects.toMatchObject({ code: 'data_dir_unwritable' });
});

test('a second process learns where the owner of the folder listens, until the owner releases it', async () => {
  const first = await lockDataDir(scratch, { url: null });
  if (!first.locked) throw new Error('the first must lock it');
  first.update({ url: 'http://127.0.0.1:3000' });
  expect(await lockDataDir(scratch, { url: null })).toMatchObject({
    locked: false,
    owner: { pid: process.pid, url: 'http://127.0.0.1:3000' },
  });
  expect(statSync(join(scratch, 'up.json')).mode & 0o777).toBe(0o600);
  first.release();
  expect(readdirSync(scratch)).toEqual([]);
  expect(await lockDataDir(scratch, { url: null })).toMatchObject({ locked: true });
});

test('the lock of a dead process is replaced, even if another process has its pid now', async () => {
  const dead = { pid: spawnSync('true').pid, startTime: '1', url: 'http://127.0.0.1:1' };
  const reused = { ...dead, pid: process.pid };
  for (const left of [dead, reused]) {
    writeFileSync(join(scratch, 'up.json'), `${JSON.stringify(left)}\n`);
    const lock = await lockDataDir(scratch, { url: null });
    expect(lock.locked).toBe(true);
    if (lock.locked) lock.release();
  }
});

test('a file whose writer was killed before its first byte does not lock for long', async () => {
  writeFileSync(join(scratch, 'up.json'), '');
  const madeMs = Date.now() - 1_900;
  utimesSync(join(scratch, 'up.json'), madeMs / 1000, madeMs / 1000);
  expect(await lockDataDir(scratch, { url: null })).toMatchObject({ locked: true });
});

test('release leaves a lock alone that is no longer ours', async () => {
  const first = await lockDataDir(scratch, { url: null });
  rmSync(join(scratch, 'up.json'));
  const second = await lockDataDir(scratch, { url: 'http://127.0.0.1:2' });
  if (first.locked) first.release();
  expect(second.locked).toBe(true);
  expect(await lockDataDir(scratch, { url: null })).toMatchObject({
    locked: false,
    owner: { url: 'http://127.0.0.1:2' },
  });
});
