import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compiledFolder } from '../src/compiled-folder.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nextpanel-compiled-test-'));
});
afterEach(() => rm(home, { recursive: true }));

test("it is in the user's cache folder, or the one that NODE_COMPILE_CACHE names", async () => {
  const folder = compiledFolder({ XDG_CACHE_HOME: join(home, 'cache') });
  expect(folder).toBe(join(home, 'cache', 'nextpanel', 'compiled'));
  expect((await stat(folder ?? '')).isDirectory()).toBe(true);
  const given = join(home, 'given');
  expect(compiledFolder({ NODE_COMPILE_CACHE: given, XDG_CACHE_HOME: join(home, 'cache') })).toBe(given);
});

test('where no folder can be made, there is none', async () => {
  const file = join(home, 'file');
  await writeFile(file, '');
  for (const folder of [file, '/proc/nope']) expect(compiledFolder({ XDG_CACHE_HOME: folder })).toBeUndefined();
});
