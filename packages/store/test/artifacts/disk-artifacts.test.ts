import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDiskArtifacts } from '../../src/artifacts/disk-artifacts.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nextpanel-artifacts-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const pathOf = (sha256: string) => join(directory, 'sha256', sha256.slice(0, 2), sha256.slice(2));

describe.each([{ fsync: true }, { fsync: false }])('artifacts on disk, fsync $fsync', ({ fsync }) => {
  const open = () => openDiskArtifacts({ directory, fsync });

  it('come back as they went in, small and large, under their own hash', async () => {
    const artifacts = await open();
    for (const content of [bytes('hello'), new Uint8Array(300_000).fill(7), new Uint8Array(0)]) {
      const sha256 = await artifacts.put(content);
      expect(await artifacts.put(content)).toBe(sha256);
      expect(Buffer.compare(await artifacts.get(sha256), content)).toBe(0);
      expect(await artifacts.has(sha256)).toBe(true);
    }
    expect(await artifacts.put(bytes('hello'))).toBe(
      '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    );
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
  });

  it('that are damaged are moved aside, and the same bytes can be stored again', async () => {
    const artifacts = await open();
    const sha256 = await artifacts.put(bytes('hello'));
    await writeFile(pathOf(sha256), 'jello');
    await expect(artifacts.get(sha256)).rejects.toMatchObject({ code: 'artifact_corrupt' });
    expect(await artifacts.has(sha256)).toBe(false);
    await expect(artifacts.get(sha256)).rejects.toMatchObject({ code: 'artifact_missing' });
    expect(await readdir(join(directory, 'corrupt'))).toHaveLength(1);
    await artifacts.put(bytes('hello'));
    expect(Buffer.from(await artifacts.get(sha256)).toString()).toBe('hello');
  });

  it('written by a callback are hashed as they are, and nothing stays when it fails', async () => {
    const artifacts = await open();
    const { sha256, bytes: size } = await artifacts.putFile((path) => writeFile(path, 'a book'));
    expect([size, await readFile(await artifacts.path(sha256), 'utf8')]).toEqual([6, 'a book']);
    const failing = artifacts.putFile(async (path) => {
      await writeFile(path, 'half a b');
      throw new Error('out of ink');
    });
    await expect(failing).rejects.toThrow('out of ink');
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
  });

  it('have records that are written once, replaced when asked, and survive being damaged', async () => {
    const artifacts = await open();
    expect(await artifacts.readRecord('acme', 'key-1')).toBeNull();
    expect(await artifacts.writeRecord('acme', 'key-1', { n: 1 })).toBe(true);
    expect(await artifacts.writeRecord('acme', 'key-1', { n: 2 })).toBe(false);
    expect(await artifacts.readRecord('acme', 'key-1')).toEqual({ n: 1 });
    expect(await artifacts.readRecord('other', 'key-1')).toBeNull();
    await artifacts.writeRecord('acme', 'key-1', { n: 3 }, { replace: true });
    expect(await artifacts.readRecord('acme', 'key-1')).toEqual({ n: 3 });
    const [path = ''] = await readdir(join(directory, 'records', 'acme', 'ke'));
    await writeFile(join(directory, 'records', 'acme', 'ke', path), '{"n":');
    expect(await artifacts.readRecord('acme', 'key-1')).toBeNull();
    expect(await artifacts.writeRecord('acme', 'key-1', { n: 4 })).toBe(true);
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
  });

  it('put in by many at once are all there', async () => {
    const artifacts = await open();
    const names = await Promise.all(Array.from({ length: 100 }, (_, index) => artifacts.put(bytes(`n${index % 10}`))));
    expect(new Set(names).size).toBe(10);
    const written = await Promise.all(Array.from({ length: 10 }, (_, n) => artifacts.writeRecord('t', 'same', { n })));
    expect(written.filter(Boolean)).toHaveLength(1);
  });
});

describe('temporary files', () => {
  it('of dead processes are swept when the store opens; those of living ones stay', async () => {
    const sleeper = spawn('sleep', ['60']);
    try {
      const dead = execFileSync('sh', ['-c', 'echo $$']).toString().trim();
      const host = hostname().replace(/[^\w-]/g, '-');
      await mkdir(join(directory, 'tmp'), { recursive: true });
      for (const pid of [dead, sleeper.pid]) await writeFile(join(directory, 'tmp', `${host}.${pid}.x`), 'x');
      await openDiskArtifacts({ directory, fsync: false });
      expect(await readdir(join(directory, 'tmp'))).toEqual([`${host}.${sleeper.pid}.x`]);
    } finally {
      sleeper.kill('SIGKILL');
    }
  });
});

describe('a data dir that cannot be written', () => {
  it('is refused with its path and what to do', async () => {
    await writeFile(join(directory, 'file'), '');
    const opening = openDiskArtifacts({ directory: join(directory, 'file', 'below'), fsync: false });
    await expect(opening).rejects.toMatchObject({ code: 'data_dir_unwritable', message: /NEXTPANEL_DATA_DIR/ });
  });
});

describe('other users of the machine', () => {
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

  it('cannot enter a folder that is made', async () => {
    const inside = join(directory, 'data', 'artifacts');
    await openDiskArtifacts({ directory: inside, fsync: false });
    expect([await modeOf(inside), await modeOf(join(directory, 'data'))]).toEqual([0o700, 0o700]);
  });

  it('are shut out of a folder that an earlier version left open; a group stays', async () => {
    await chmod(directory, 0o755);
    await openDiskArtifacts({ directory, fsync: false });
    expect(await modeOf(directory)).toBe(0o750);
  });
});
