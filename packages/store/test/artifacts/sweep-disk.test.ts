import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Artifacts, SweepOptions } from '../../src/artifacts/artifacts.ts';
import { openDiskArtifacts } from '../../src/artifacts/disk-artifacts.ts';

const hourMs = 3_600_000;
const graceMs = 24 * hourMs;

let directory: string;
let artifacts: Artifacts;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nextpanel-sweep-'));
  artifacts = await openDiskArtifacts({ directory, fsync: false });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const placeOf = (sha256: string) => join(directory, 'sha256', sha256.slice(0, 2), sha256.slice(2));
const trash = () => readdir(join(directory, 'trash')).catch(() => []);

/** Makes a file as old as that. */
async function age(path: string, ms: number) {
  const then = new Date(Date.now() - ms);
  await utimes(path, then, then);
}

async function putOld(text: string, ms = graceMs + hourMs): Promise<string> {
  const sha256 = await artifacts.put(bytes(text));
  await age(placeOf(sha256), ms);
  return sha256;
}

const sweep = (wanted: readonly string[] = [], over: Partial<SweepOptions> = {}) =>
  artifacts.sweep({
    now: Date.now(),
    graceMs,
    isWanted: (sha256) => wanted.includes(sha256),
    expires: (key) => key.startsWith('asset-'),
    signal: new AbortController().signal,
    ...over,
  });

describe('a sweep', () => {
  it('puts what is old and wanted by nobody into the trash, and nothing else', async () => {
    const old = await putOld('old');
    const wanted = await putOld('wanted');
    const named = await putOld('named');
    const young = await putOld('young', graceMs - hourMs);
    await artifacts.writeRecord('acme', 'key-1', { frames: [null, { sha256: named, key: 'key-1' }] });
    expect(await sweep([wanted])).toEqual({
      trashed: { files: 1, bytes: 3 },
      purged: { files: 0, bytes: 0 },
      restored: 0,
    });
    expect(await trash()).toEqual([old]);
    for (const sha256 of [wanted, named, young]) await stat(placeOf(sha256));
  });

  it('keeps the uncut contact sheet and whatever else a record names, by its look', async () => {
    const sheet = await putOld('sheet');
    const reference = await putOld('reference');
    await artifacts.writeRecord('acme', 'key-1', { frames: [], sheet, references: [reference] });
    expect((await sweep()).trashed.files).toBe(0);
  });

  it('permanently removes what has been in the trash for the grace period, counted from then', async () => {
    const sha256 = await putOld('old', 30 * graceMs);
    await sweep();
    expect((await sweep()).purged.files).toBe(0);
    await age(join(directory, 'trash', sha256), graceMs + hourMs);
    expect((await sweep()).purged).toEqual({ files: 1, bytes: 3 });
    expect(await trash()).toEqual([]);
    await expect(artifacts.get(sha256)).rejects.toMatchObject({ code: 'artifact_missing' });
  });

  it('brings back what is wanted again, by a story or by a record, even when its time is over', async () => {
    const [story, record] = [await putOld('story'), await putOld('record')];
    await sweep();
    for (const sha256 of [story, record]) await age(join(directory, 'trash', sha256), graceMs + hourMs);
    await artifacts.writeRecord('acme', 'key-1', { frames: [{ sha256: record }] });
    expect(await sweep([story])).toMatchObject({ restored: 2, purged: { files: 0 } });
    expect(await trash()).toEqual([]);
  });

  it('continues when the trash was emptied manually', async () => {
    await putOld('first');
    await sweep();
    await rm(join(directory, 'trash'), { recursive: true });
    const second = await putOld('second');
    expect((await sweep()).trashed.files).toBe(1);
    expect(await trash()).toEqual([second]);
  });

  it('with a grace of nothing removes at once', async () => {
    await artifacts.put(bytes('unwanted'));
    const wanted = await artifacts.put(bytes('wanted'));
    const asset = await artifacts.put(bytes('asset'));
    await artifacts.writeRecord('acme', `asset-${asset}`, { sha256: asset });
    expect(await sweep([wanted], { graceMs: 0 })).toMatchObject({ trashed: { files: 3 }, purged: { files: 3 } });
    expect(await trash()).toEqual([]);
    expect(await artifacts.readRecord('acme', `asset-${asset}`)).toBeNull();
    expect(await artifacts.has(wanted)).toBe(true);
  });

  it('ends between two files when aborted, and leaves everything complete', async () => {
    for (let index = 0; index < 20; index += 1) await putOld(`content ${index}`);
    const stop = new AbortController();
    let asked = 0;
    const isWanted = () => {
      asked += 1;
      if (asked === 10) stop.abort(new Error('enough'));
      return false;
    };
    await expect(sweep([], { isWanted, signal: stop.signal })).rejects.toThrow('enough');
    expect(await trash()).toEqual([]);
  });
});

describe('what lies in the trash', () => {
  it.each([
    ['get', async (sha256: string) => expect(await artifacts.get(sha256)).toEqual(Buffer.from('old'))],
    ['open', async (sha256: string) => expect((await artifacts.open(sha256)).bytes).toBe(3)],
    ['has', async (sha256: string) => expect(await artifacts.has(sha256)).toBe(true)],
    ['put', async (sha256: string) => expect(await artifacts.put(bytes('old'))).toBe(sha256)],
  ])('comes back by %s, young', async (_, ask) => {
    const sha256 = await putOld('old');
    await sweep();
    expect(await trash()).toEqual([sha256]);
    await ask(sha256);
    expect(await trash()).toEqual([]);
    expect(Date.now() - (await stat(placeOf(sha256))).mtimeMs).toBeLessThan(hourMs);
    expect((await sweep()).trashed.files).toBe(0);
  });

  it('comes back whole to all who ask for it at the same time', async () => {
    const sha256 = await putOld('old');
    const other = await openDiskArtifacts({ directory, fsync: true });
    for (let round = 0; round < 50; round += 1) {
      await age(placeOf(sha256), 2 * graceMs);
      await sweep();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          index % 2 === 0 ? artifacts.get(sha256) : other.open(sha256).then(() => other.get(sha256)),
        ),
      );
      for (const answer of answers) expect(Buffer.from(answer).toString()).toBe('old');
    }
  });
});

describe('storing what is there already', () => {
  it('makes it young, so that no sweep takes it before its story is known', async () => {
    const sha256 = await putOld('drawn again');
    await artifacts.put(bytes('drawn again'));
    expect((await sweep()).trashed.files).toBe(0);
    expect(await artifacts.has(sha256)).toBe(true);
  });

  it('loses nothing while sweeps run all the time that find it old', async () => {
    const contents = Array.from({ length: 40 }, (_, index) => bytes(`content ${index}`));
    const other = await openDiskArtifacts({ directory, fsync: true });
    const stop = new AbortController();
    let trashed = 0;
    const sweeping = (async () => {
      while (!stop.signal.aborted) trashed += (await sweep()).trashed.files;
    })();
    const lost: unknown[] = [];
    // Where all of it is done between two turns of the sweep, there are more rounds.
    for (let round = 0; round < 30 || trashed === 0; round += 1) {
      await Promise.all(
        contents.map(async (content, index) => {
          const sha256 = await artifacts.put(content);
          // The trash may have it already.
          await age(placeOf(sha256), 2 * graceMs).catch(() => undefined);
          const wants = (index + round) % 2 === 0 ? artifacts : other;
          await wants.put(content);
          await wants.get(sha256).catch((error: unknown) => lost.push(error));
        }),
      );
    }
    stop.abort();
    await sweeping;
    expect(lost).toEqual([]);
    expect(trashed).toBeGreaterThan(0);
  });
});

describe('records', () => {
  it('of uploaded pictures that no story uses expire with their picture, and come back with it', async () => {
    const asset = await putOld('asset');
    const used = await putOld('used');
    const fresh = await putOld('fresh');
    for (const sha256 of [asset, used, fresh]) await artifacts.writeRecord('acme', `asset-${sha256}`, { sha256 });
    for (const sha256 of [asset, used])
      await age(join(directory, 'records', 'acme', 'as', `set-${sha256}`), graceMs + hourMs);
    expect((await sweep([used])).trashed.files).toBe(2);
    expect(new Set(await trash())).toEqual(new Set([asset, `acme.asset-${asset}`]));
    expect(await artifacts.readRecord('acme', `asset-${asset}`)).toEqual({ sha256: asset });
    expect(await artifacts.has(asset)).toBe(true);
    expect(await trash()).toEqual([]);
    expect((await sweep([used])).trashed.files).toBe(0);
  });

  it('that are written again are young again', async () => {
    const asset = await putOld('asset');
    await artifacts.writeRecord('acme', `asset-${asset}`, { sha256: asset });
    await age(join(directory, 'records', 'acme', 'as', `set-${asset}`), graceMs + hourMs);
    expect(await artifacts.writeRecord('acme', `asset-${asset}`, { sha256: asset })).toBe(false);
    expect((await sweep()).trashed.files).toBe(0);
  });

  it('of requests never expire, whatever their age', async () => {
    const sha256 = await putOld('frame', 100 * graceMs);
    await artifacts.writeRecord('acme', 'abcdef', { frames: [{ sha256 }] });
    await age(join(directory, 'records', 'acme', 'ab', 'cdef'), 100 * graceMs);
    expect((await sweep()).trashed.files).toBe(0);
  });

  it('are removed only when they fit, and listed by name', async () => {
    await artifacts.writeRecord('acme', 'key-1', { story: 's1' });
    await artifacts.writeRecord('zoo', 'key-2', { story: 's2' });
    const fits = (record: unknown) => (record as { story: string }).story === 's1';
    expect(await artifacts.removeRecord('acme', 'key-0', fits)).toBe(false);
    expect(await artifacts.removeRecord('zoo', 'key-2', fits)).toBe(false);
    expect(await artifacts.removeRecord('acme', 'key-1', fits)).toBe(true);
    const names = [];
    for await (const name of artifacts.records()) names.push(name);
    expect(names).toEqual([{ tenant: 'zoo', key: 'key-2' }]);
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
  });

  it('replaced by another story while one of them is removed stay', async () => {
    const ours = (record: unknown) => (record as { story: string }).story === 's1';
    await artifacts.writeRecord('acme', 'key-1', { story: 's1' });
    let asked = 0;
    const removed = await artifacts.removeRecord('acme', 'key-1', (record) => {
      asked += 1;
      // Between the look and the removal.
      if (asked === 2) return ours({ story: 's2' });
      return ours(record);
    });
    expect(removed).toBe(false);
    expect(await artifacts.readRecord('acme', 'key-1')).toEqual({ story: 's1' });
  });
});
