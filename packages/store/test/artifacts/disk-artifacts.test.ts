import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDiskArtifacts } from '../../src/artifacts/disk-artifacts.ts';
import { describeArtifacts } from './artifacts-conformance.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nextpanel-artifacts-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const pathOf = (sha256: string) => join(directory, 'sha256', sha256.slice(0, 2), sha256.slice(2));
const recordPathOf = (tenant: string, key: string) => join(directory, 'records', tenant, key.slice(0, 2), key.slice(2));

for (const fsync of [true, false]) {
  describeArtifacts(`on disk, fsync ${fsync}`, {
    open: () => openDiskArtifacts({ directory, fsync }),
    damage: (what, content) =>
      writeFile('sha256' in what ? pathOf(what.sha256) : recordPathOf(what.tenant, what.key), content),
  });
}

describe('artifacts on disk', () => {
  it('leave nothing behind in the temporary folder and keep what was damaged', async () => {
    const artifacts = await openDiskArtifacts({ directory, fsync: false });
    const sha256 = await artifacts.put(new TextEncoder().encode('hello'));
    await writeFile(pathOf(sha256), 'jello');
    await expect(artifacts.get(sha256)).rejects.toMatchObject({ code: 'artifact_corrupt' });
    await artifacts.putFile((path) => writeFile(path, 'a book'));
    const failing = artifacts.putFile(async (path) => {
      await writeFile(path, 'half a b');
      throw new Error('out of ink');
    });
    await expect(failing).rejects.toThrow('out of ink');
    await artifacts.writeRecord('acme', 'key-1', { n: 1 });
    await artifacts.writeRecord('acme', 'key-1', { n: 2 });
    expect(await readdir(join(directory, 'corrupt'))).toHaveLength(1);
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
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
