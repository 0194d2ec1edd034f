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
import { holdDataDir, prepareDataDir } from '../src/data-dir.ts';

let scratch: string;
beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'nextpanel-data-')));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

test('the folder is made with its parents, for its owner alone, and the trial leaves nothing in it', async () => {
  const dir = join(scratch, 'a', 'data');
  expect(await prepareDataDir(dir)).toBe(dir);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  expect(readdirSync(dir)).toEqual([]);
});

test('one folder has one name, by whatever link it is reached', async () => {
  symlinkSync(scratch, join(scratch, 'link'));
  expect(await prepareDataDir(join(scratch, 'link', 'data'))).toBe(join(scratch, 'data'));
});

test('a file in its place is said, with the variable that names another', async () => {
  writeFileSync(join(scratch, 'data'), '');
  for (const path of [join(scratch, 'data'), join(scratch, 'data', 'below')]) {
    await expect(prepareDataDir(path)).rejects.toMatchObject({
      code: 'data_dir_unwritable',
      exitCode: 5,
      message: expect.stringMatching(/there is a file.*NEXTPANEL_DATA_DIR/),
    });
  }
});

test.runIf(process.platform === 'linux')('a place where nothing can be made is said, not waited for', async () => {
  await expect(prepareDataDir('/proc/nextpanel/data')).rejects.toMatchObject({ code: 'data_dir_unwritable' });
});

test('the second to take a folder learns where the first one listens, until that one lets go', async () => {
  const first = await holdDataDir(scratch, { url: null });
  if (!first.held) throw new Error('the first must hold it');
  first.update({ url: 'http://127.0.0.1:3000' });
  expect(await holdDataDir(scratch, { url: null })).toMatchObject({
    held: false,
    owner: { pid: process.pid, url: 'http://127.0.0.1:3000' },
  });
  expect(statSync(join(scratch, 'up.json')).mode & 0o777).toBe(0o600);
  first.release();
  expect(readdirSync(scratch)).toEqual([]);
  expect(await holdDataDir(scratch, { url: null })).toMatchObject({ held: true });
});

test('what a dead one left is replaced, also when its pid is given to another process', async () => {
  const dead = { pid: spawnSync('true').pid, startTime: '1', url: 'http://127.0.0.1:1' };
  const reused = { ...dead, pid: process.pid };
  for (const left of [dead, reused]) {
    writeFileSync(join(scratch, 'up.json'), `${JSON.stringify(left)}\n`);
    const hold = await holdDataDir(scratch, { url: null });
    expect(hold.held).toBe(true);
    if (hold.held) hold.release();
  }
});

test('a file whose maker was killed before its first byte holds nothing for long', async () => {
  writeFileSync(join(scratch, 'up.json'), '');
  const madeMs = Date.now() - 1_900;
  utimesSync(join(scratch, 'up.json'), madeMs / 1000, madeMs / 1000);
  expect(await holdDataDir(scratch, { url: null })).toMatchObject({ held: true });
});

test('release leaves alone what is no longer ours', async () => {
  const first = await holdDataDir(scratch, { url: null });
  rmSync(join(scratch, 'up.json'));
  const second = await holdDataDir(scratch, { url: 'http://127.0.0.1:2' });
  if (first.held) first.release();
  expect(second.held).toBe(true);
  expect(await holdDataDir(scratch, { url: null })).toMatchObject({
    held: false,
    owner: { url: 'http://127.0.0.1:2' },
  });
});
